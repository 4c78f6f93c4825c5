import { describe, expect, it } from "vitest";
import { buildFault, type Fault } from "./fault.ts";
import { outcomeOfProbe } from "./outcome-of-probe.ts";
import type { Hop, Probe } from "./probe.ts";
import { verdictOf } from "./verdict.ts";

function hop(host: string): Hop {
  return {
    url: `https://${host}/a.mp3`,
    host,
    port: 443,
    address: "192.0.2.1",
    family: 4,
    status: 200,
    location: null,
    httpVersion: "1.1",
    timings: { dnsMs: 1, connectMs: 1, tlsMs: 1, firstByteMs: 1, totalMs: 4 },
    tls: null,
    reused: false,
    headers: null,
  };
}

function probe(faults: readonly Fault[]): Probe {
  return {
    url: "https://prefix.example/a.mp3",
    at: "2026-11-23T12:00:00.000Z",
    vantage: "local",
    verdict: verdictOf(faults),
    faults,
    hops: [hop("prefix.example"), hop("media.example")],
    range: null,
    media: null,
    expiresAt: null,
    firstBytes: null,
  };
}

describe("outcomeOfProbe", () => {
  it("takes a fault of the file as the subject's own, at the hop that showed it", () => {
    const { outcome, failing, blamed } = outcomeOfProbe(probe([buildFault("http.not-found", { hop: 1 })]));
    expect(outcome).toMatchObject({ kind: "bad", codes: ["http.not-found"] });
    expect(failing).toMatchObject({ host: "media.example", addresses: ["192.0.2.1"] });
    expect(blamed).toEqual([]);
  });

  it("blames the host for a fault of the host, and says nothing about the file", () => {
    const { outcome, blamed } = outcomeOfProbe(probe([buildFault("certificate.expired", { hop: 0 })]));
    expect(outcome).toMatchObject({ kind: "unclear", codes: [] });
    expect(blamed).toEqual([{ hostname: "prefix.example", port: 443, tls: true }]);
  });

  it.each([
    ["healthy", [], "clear"],
    ["degraded", [buildFault("range.ignored", { hop: 1 })], "clear"],
    ["rate-limited", [buildFault("http.rate-limited", { hop: 1 })], "unclear"],
    ["in doubt", [buildFault("http.timeout", { hop: 1, doubt: true })], "unclear"],
  ] as const)("takes %s as %s", (_, faults, kind) => {
    expect(outcomeOfProbe(probe(faults)).outcome.kind).toBe(kind);
  });

  it("has no failing hop when the URL could not even be asked", () => {
    const invalid = { ...probe([buildFault("url.invalid")]), hops: [] };
    expect(outcomeOfProbe(invalid)).toMatchObject({ failing: null, outcome: { kind: "bad" } });
  });
});
