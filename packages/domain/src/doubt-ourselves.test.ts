import { describe, expect, test } from "vitest";
import { areCorrelated, type SeenFailure } from "./are-correlated.ts";
import { doubtCheck, doubtProbe, type VantageFaults } from "./doubt-faults.ts";
import { estimateClockOffset } from "./estimate-clock-offset.ts";
import { buildFault, type Fault } from "./fault.ts";
import type { AddressCheck, HostCheck } from "./host-check.ts";
import { type CanaryLook, suspectFamilies } from "./judge-canaries.ts";
import type { Hop, Probe, ServedTls } from "./probe.ts";
import { verdictOf } from "./verdict.ts";

const at = "2026-11-23T12:00:00.000Z";
const hourMs = 3_600_000;
const sound: VantageFaults = { families: [], clockOffsetMs: null };
const timings = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: null };

describe("suspectFamilies", () => {
  const up4: CanaryLook = { families: [{ family: 4, isSound: true }] };
  const down4: CanaryLook = { families: [{ family: 4, isSound: false }] };
  const both = (four: boolean, six: boolean): CanaryLook => ({
    families: [
      { family: 4, isSound: four },
      { family: 6, isSound: six },
    ],
  });
  const unnamed: CanaryLook = { families: [] };

  test.each<[string, readonly CanaryLook[], readonly number[]]>([
    ["nobody is asked", [], []],
    ["all are fine", [up4, up4, up4], []],
    ["one of three fails", [up4, down4, up4], []],
    ["half of four fail", [up4, down4, up4, down4], []],
    ["most fail", [down4, down4, up4], [4]],
    ["no name is found", [unnamed, unnamed, unnamed], [4]],
    ["IPv6 alone is broken", [both(true, false), both(true, false), both(true, true)], [6]],
    ["one of three has IPv6, and fails there", [both(true, false), up4, up4], [6]],
    ["both are broken", [both(false, false), both(false, false), both(true, false)], [4, 6]],
  ])("when %s", (_, looks, families) => {
    expect(suspectFamilies(looks)).toEqual(families);
  });
});

describe("estimateClockOffset", () => {
  const sites = (...offsets: readonly number[]) =>
    offsets.map((offsetMs, index) => ({ site: `s${index}.example`, offsetMs }));

  test.each([
    ["nobody was heard", sites(), null],
    ["four sites say an hour", sites(hourMs, hourMs, hourMs, hourMs), null],
    ["five sites say an hour", sites(hourMs, hourMs + 900, hourMs - 900, hourMs, hourMs + 1), hourMs],
    ["clocks are read to a part of a millisecond", sites(...Array<number>(5).fill(hourMs + 0.4)), hourMs],
    ["our clock is behind and ahead of nobody", sites(100, -300, 0, 900, -600), null],
    ["five say half a minute", sites(30_000, 30_000, 30_000, 30_000, 30_000), null],
    ["five of seven agree on an hour ago", sites(-hourMs, -hourMs, -hourMs, -hourMs, -hourMs, 0, 5), null],
    ["six of seven agree on an hour ago", sites(...Array<number>(6).fill(-hourMs), 0), -hourMs],
    ["five servers are wrong, each by its own", sites(hourMs, 2 * hourMs, 3 * hourMs, 0, -hourMs), null],
    [
      "one site says it five times",
      Array.from({ length: 5 }, () => ({ site: "one.example", offsetMs: hourMs })),
      null,
    ],
  ])("when %s", (_, samples, offset) => {
    expect(estimateClockOffset(samples)).toBe(offset);
  });
});

describe("areCorrelated", () => {
  const failure = (n: number, change: Partial<SeenFailure> = {}): SeenFailure => ({
    ...{ atMs: 100_000, site: `s${n}.example`, network: `10.${n}` },
    ...change,
  });
  const five = [1, 2, 3, 4, 5].map((n) => failure(n));

  test.each<[string, readonly SeenFailure[], boolean]>([
    ["four unrelated hosts", five.slice(1), false],
    ["five unrelated hosts", five, true],
    ["five without an address", five.map((one) => ({ ...one, network: null })), true],
    [
      "forty names on one network",
      Array.from({ length: 40 }, (_, n) => failure(n, { network: "10.0" })),
      false,
    ],
    ["one site with many hosts", five.map((one) => ({ ...one, site: "one.example" })), false],
    ["five over two minutes", five.map((one, n) => ({ ...one, atMs: 100_000 - n * 30_000 })), false],
  ])("%s", (_, failures, expected) => {
    expect(areCorrelated(failures, 100_000)).toBe(expected);
  });
});

function served(notBefore: string, expiresAt: string): ServedTls {
  const certificate = {
    ...{
      fingerprint256: "ab",
      subject: "CN=a",
      issuer: "CN=b",
      subjectAltNames: [],
      serialNumber: "1",
      pem: "",
    },
    ...{ notBefore, notAfter: expiresAt },
  };
  return { version: "TLSv1.3", certificates: [certificate], leafFingerprint: "ab", expiresAt };
}

const lapsed = served("2026-01-01T00:00:00.000Z", "2026-11-23T11:00:00.000Z");
const early = served("2026-11-23T12:30:00.000Z", "2027-01-01T00:00:00.000Z");

function addressOf(family: 4 | 6, faults: readonly Fault[], tls: ServedTls | null): AddressCheck {
  return {
    address: family === 4 ? "192.0.2.1" : "2001:db8::1",
    family,
    verdict: verdictOf(faults),
    faults,
    timings,
    tls,
  };
}

function checkOf(addresses: readonly AddressCheck[], faults = addresses[0]?.faults ?? []): HostCheck {
  return {
    ...{
      hostname: "a.example",
      port: 443,
      at,
      vantage: "test",
      verdict: verdictOf(faults),
      faults,
      addresses,
    },
    ...{ addressesTotal: addresses.length, expiresAt: null },
  };
}

describe("a host check", () => {
  const refused = buildFault("connect.refused");
  const expired = buildFault("certificate.expired");
  const notYet = buildFault("certificate.not-yet-valid");

  test.each<[string, HostCheck, VantageFaults, boolean]>([
    ["by a sound vantage", checkOf([addressOf(4, [refused], null)]), sound, false],
    ["in a broken family", checkOf([addressOf(4, [refused], null)]), { ...sound, families: [4] }, true],
    ["in the other family", checkOf([addressOf(4, [refused], null)]), { ...sound, families: [6] }, false],
    [
      "at one address of each family, one of them broken",
      checkOf([addressOf(4, [refused], null), addressOf(6, [refused], null)]),
      { ...sound, families: [6] },
      false,
    ],
    ["without an address", checkOf([], [buildFault("dns.not-found")]), { ...sound, families: [4] }, true],
    [
      "of a lapsed certificate, without a network",
      checkOf([addressOf(4, [expired], lapsed)]),
      { ...sound, families: [4, 6] },
      false,
    ],
    ["of a lapsed certificate, our clock right", checkOf([addressOf(4, [expired], lapsed)]), sound, false],
    [
      "of a certificate that is good by the right time",
      checkOf([addressOf(4, [expired], lapsed)]),
      { ...sound, clockOffsetMs: -2 * hourMs },
      true,
    ],
    [
      "of one that is lapsed by the right time too",
      checkOf([addressOf(4, [expired], lapsed)]),
      { ...sound, clockOffsetMs: -hourMs / 2 },
      false,
    ],
    [
      "of one that is lapsed although we are behind",
      checkOf([addressOf(4, [expired], lapsed)]),
      { ...sound, clockOffsetMs: hourMs },
      false,
    ],
    ["of a certificate that is valid only later", checkOf([addressOf(4, [notYet], early)]), sound, false],
    [
      "of one that is valid by the right time",
      checkOf([addressOf(4, [notYet], early)]),
      { ...sound, clockOffsetMs: hourMs },
      true,
    ],
  ])("%s is in doubt: %4$s", (_, check, vantage, isDoubted) => {
    const doubted = doubtCheck(check, vantage);
    expect(doubted.verdict).toBe(isDoubted ? "inconclusive" : "unreachable");
    expect(doubted.faults[0]?.doubt).toBe(isDoubted);
    if (isDoubted) expect(doubted.faults[0]?.message).toMatch(/ We doubt it: .+\.$/);
  });
});

test("a probe is in doubt by the family of the hop that failed, and its other faults stay as they are", () => {
  const hop: Hop = {
    ...{ url: "https://a.example/1", host: "a.example", port: 443, address: "2001:db8::1", family: 6 },
    ...{ status: null, location: null, httpVersion: null, timings, tls: null, reused: false, headers: null },
  };
  const faults = [buildFault("connect.timeout", { hop: 0 }), buildFault("redirect.many", { hop: 0 })];
  const probe: Probe = {
    ...{
      url: hop.url,
      at,
      vantage: "test",
      verdict: "unreachable",
      faults,
      hops: [hop],
      range: null,
      media: null,
    },
    ...{ expiresAt: null, firstBytes: null },
  };
  expect(doubtProbe(probe, { ...sound, families: [4] })).toEqual(probe);
  const doubted = doubtProbe(probe, { ...sound, families: [6] });
  expect(doubted.verdict).toBe("inconclusive");
  expect(doubted.faults.map(({ doubt }) => doubt)).toEqual([true, false]);
});
