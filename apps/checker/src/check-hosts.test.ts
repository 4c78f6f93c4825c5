import { openOlderStores, openTrustStore } from "@earshot/certificate";
import { doubtCheck } from "@earshot/domain";
import { buildAddressPolicy, openEgress, parseAddressRange, parseResolveOverride } from "@earshot/egress";
import { buildProber, buildTlsJudge } from "@earshot/probe";
import { scheduleNow } from "@earshot/storage";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { openChecks } from "../test/open-checks.ts";
import { checkHosts } from "./check-hosts.ts";

const checks = await openChecks();
const { host, store } = checks;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

beforeEach(() => checks.reset());

function inMs(ms: number): Date {
  // Certificates have whole seconds.
  return new Date(Math.ceil((checks.clock().getTime() + ms) / 1_000) * 1_000);
}

const sameInstantAs = (instant: Date) =>
  expect.toSatisfy((text: string) => Date.parse(text) === instant.getTime());
const typesTo = async (publisherId: string) => (await checks.noticesTo(publisherId)).map(({ type }) => type);
const hellosOf = (hostname: string) => host.requests.handshakes(hostname).hellos;

describe("an expiry that was announced", () => {
  test("is confirmed by a second handshake at once, and names its episodes", async () => {
    const notAfter = inMs(2 * hourMs);
    await host.renewCertificate("lapse.example", { notBefore: inMs(-dayMs), notAfter });
    const { publisherId } = await checks.publish("Lapse", [host.url("lapse.example", "/1.mp3")]);
    await checks.checkDue();
    expect(await checks.hostOf("lapse.example")).toMatchObject({ expiresAt: notAfter });
    const before = hellosOf("lapse.example");
    checks.moveTo(new Date(notAfter.getTime() + 1_000));
    expect(await checks.checkDue()).toBe(1);
    expect(hellosOf("lapse.example") - before).toBe(2);
    expect(await checks.incidents()).toMatchObject([{ kind: "certificate", codes: ["certificate.expired"] }]);
    const opened = (await checks.noticesTo(publisherId)).filter(({ type }) => type === "incident.opened");
    expect(opened).toMatchObject([
      { payload: { failing: [{ host: "lapse.example" }], affected: { shows: 1, episodes: 1 } } },
    ]);
  });

  test("names every host last seen with the certificate at once, before each of them was looked at", async () => {
    const notAfter = inMs(2 * hourMs);
    const shared = await host.authority.issue({
      names: ["*.one.example"],
      notBefore: inMs(-dayMs),
      notAfter,
    });
    for (const name of ["a.one.example", "b.one.example"])
      await host.renewCertificate(name, { credentials: shared });
    const { publisherId } = await checks.publish("Shared", [host.url("a.one.example", "/1.mp3")]);
    await checks.publish("Other", [host.url("b.one.example", "/1.mp3")]);
    await checks.checkDue();
    await checks.checkDue();
    checks.moveTo(new Date(notAfter.getTime() + 1_000));
    await checks.checkDue();
    const [opened] = (await checks.noticesTo(publisherId)).filter(({ type }) => type === "incident.opened");
    const failing = ["a.one.example", "b.one.example"].map((name) =>
      expect.objectContaining({ host: name, addresses: ["127.0.0.1"] }),
    );
    expect(opened?.payload).toMatchObject({ failing: expect.arrayContaining(failing) });
    expect(await checks.incidents()).toHaveLength(1);
  });

  test("is over when a good certificate was seen twice, and is not told as a renewal too", async () => {
    const notAfter = inMs(2 * hourMs);
    await host.renewCertificate("mended.example", { notBefore: inMs(-dayMs), notAfter });
    const { publisherId } = await checks.publish("Mended", [host.url("mended.example", "/1.mp3")]);
    await checks.checkDue();
    checks.moveTo(new Date(notAfter.getTime() + 1_000));
    await checks.checkDue();
    await host.renewCertificate("mended.example");
    for (let looks = 0; looks < 3; looks++) {
      checks.pass(minuteMs);
      await checks.checkDue();
    }
    expect(await checks.incidents()).toMatchObject([{ state: "resolved", reason: "recovered" }]);
    const types = await typesTo(publisherId);
    expect(types.filter((type) => type.startsWith("incident."))).toEqual([
      "incident.opened",
      "incident.resolved",
    ]);
    expect(types).not.toContain("certificate.renewed");
  });
});

test("of two looks at an announced expiry both count, though the first was in doubt", async () => {
  const notAfter = inMs(2 * hourMs);
  await host.renewCertificate("doubt.example", { notBefore: inMs(-dayMs), notAfter });
  await checks.publish("Doubt", [host.url("doubt.example", "/1.mp3")]);
  await checks.checkDue();
  checks.moveTo(new Date(notAfter.getTime() + 1_000));
  const { claimId, ids } = await checks.claim("host");
  let looks = 0;
  const vantage: typeof checks.deps.vantage = {
    ...checks.deps.vantage,
    async doubtCheck(check) {
      looks += 1;
      const look = looks === 1 ? doubtCheck(check, { families: [], clockOffsetMs: -hourMs }) : check;
      return { look, correlated: false };
    },
  };
  await checkHosts({ ...checks.deps, vantage }, { claimId, hostIds: ids });
  expect(looks).toBe(2);
  expect(await checks.hostOf("doubt.example")).toMatchObject({ verdict: "unreachable" });
});

describe("a fault that nobody announced", () => {
  test("is looked at again after each delay before it is believed", async () => {
    const { publisherId } = await checks.publish("Suspect", [host.url("suspect.example", "/1.mp3")]);
    await checks.checkDue();
    host.setFault("suspect.example", { kind: "connection-reset" });
    checks.pass(5 * minuteMs);
    expect(await checks.checkDue()).toBe(1);
    for (const delayMs of [10_000, 30_000]) {
      checks.pass(delayMs - 1);
      expect([await checks.checkDue(), await checks.incidents()]).toEqual([0, []]);
      checks.pass(1);
      expect(await checks.checkDue()).toBe(1);
    }
    expect(await checks.incidents()).toMatchObject([
      { kind: "host", state: "open", codes: ["tls.handshake-failed"] },
    ]);
    expect(await typesTo(publisherId)).toEqual(["incident.opened"]);
  });

  test("that is gone at the second look opens nothing", async () => {
    const { publisherId } = await checks.publish("Blip", [host.url("blip.example", "/1.mp3")]);
    host.setFault("blip.example", { kind: "connection-reset" }, { times: 1 });
    await checks.checkDue();
    checks.pass(10_000);
    expect(await checks.checkDue()).toBe(1);
    expect(await checks.hostOf("blip.example")).toMatchObject({ verdict: "healthy" });
    expect([await checks.incidents(), await typesTo(publisherId)]).toEqual([[], []]);
  });

  test("joins the open incident of its certificate without waiting, and tells its own publisher", async () => {
    const notAfter = inMs(-hourMs);
    const shared = await host.authority.issue({
      names: ["*.shared.example"],
      notBefore: inMs(-90 * dayMs),
      notAfter,
    });
    for (const name of ["a.shared.example", "b.shared.example"]) {
      await host.renewCertificate(name, { credentials: shared });
    }
    const first = await checks.publish("First", [host.url("a.shared.example", "/1.mp3")]);
    for (const delayMs of [0, 10_000, 30_000]) {
      checks.pass(delayMs);
      await checks.checkDue();
    }
    expect(await typesTo(first.publisherId)).toEqual(["incident.opened"]);
    const second = await checks.publish("Second", [host.url("b.shared.example", "/1.mp3")]);
    await checks.checkDue();
    expect(await checks.incidents()).toHaveLength(1);
    expect(await typesTo(second.publisherId)).toEqual(["incident.opened"]);
    expect(await typesTo(first.publisherId)).not.toContain("incident.resolved");
  });
});

describe("a certificate near its end", () => {
  test("is warned of once for each threshold, and its renewal told once to whoever was warned", async () => {
    const notAfter = inMs(90 * dayMs);
    await host.renewCertificate("ending.example", { notBefore: inMs(0), notAfter });
    const { publisherId } = await checks.publish("Ending", [host.url("ending.example", "/1.mp3")]);
    await checks.checkDue();
    expect(await typesTo(publisherId)).toEqual([]);
    // 20 %, 10 % (at most 7 days), 5 % (at most 48 hours) and 2 % (at most 6 hours) of 90 days.
    for (const leftMs of [18 * dayMs, 7 * dayMs, 2 * dayMs, 6 * hourMs]) {
      checks.moveTo(new Date(notAfter.getTime() - leftMs + minuteMs));
      for (let looks = 0; looks < 3; looks++) {
        expect(await checks.checkDue()).toBe(1);
        checks.pass(5 * minuteMs);
      }
    }
    const warnings = await checks.noticesTo(publisherId);
    expect(warnings.map(({ type, sequence }) => [type, sequence])).toEqual(
      [1, 2, 3, 4].map((threshold) => ["certificate.expiring", threshold]),
    );
    await host.renewCertificate("ending.example");
    for (let looks = 0; looks < 3; looks++) {
      checks.pass(5 * minuteMs);
      await checks.checkDue();
    }
    expect((await typesTo(publisherId)).slice(4)).toEqual(["certificate.renewed"]);
    expect(await checks.incidents()).toEqual([]);
  });

  test("is named by the edge that serves it, where another has been renewed", async () => {
    const notBefore = inMs(-85 * dayMs);
    const notAfter = inMs(5 * dayMs);
    await host.renewCertificate("many.example", { notBefore, notAfter }, "127.0.0.3");
    await host.renewCertificate("many.example", {});
    const { publisherId } = await checks.publish("Edges", [host.url("many.example", "/1.mp3")]);
    await checks.checkDue();
    expect(await checks.noticesTo(publisherId)).toMatchObject([
      {
        type: "certificate.expiring",
        payload: {
          failing: [{ addresses: ["127.0.0.3"], certificate: { notAfter: sameInstantAs(notAfter) } }],
        },
      },
    ]);
  });
});

test("a warning of a certificate that hosts share names each with its own addresses", async () => {
  const shared = await host.authority.issue({
    names: ["many.example", "single.example"],
    notBefore: inMs(-85 * dayMs),
    notAfter: inMs(5 * dayMs),
  });
  for (const name of ["many.example", "single.example"])
    await host.renewCertificate(name, { credentials: shared });
  await host.renewCertificate("many.example", { credentials: shared }, "127.0.0.3");
  await checks.publish("Many", [host.url("many.example", "/1.mp3")]);
  await checks.checkDue();
  const { publisherId } = await checks.publish("Single", [host.url("single.example", "/1.mp3")]);
  await checks.checkDue();
  const [warning] = await checks.noticesTo(publisherId);
  const failing = [
    { host: "many.example", addresses: expect.toSatisfy((list: string[]) => list.length === 3) },
    { host: "single.example", addresses: ["127.0.0.1"] },
  ];
  expect(warning).toMatchObject({ type: "certificate.expiring", payload: { failing } });
});

describe("an edge that still serves the old certificate", () => {
  test("is a warning that names it once we have seen the new one for a day, however old that is", async () => {
    const notBefore = inMs(-70 * dayMs);
    await host.renewCertificate("drift.example", { notBefore, notAfter: inMs(20 * dayMs) });
    await checks.publish("Drift", [host.url("drift.example", "/1.mp3")]);
    await checks.checkDue();
    // Issued a week ago, put to use now.
    const renewed = { notBefore: inMs(-7 * dayMs), notAfter: inMs(83 * dayMs) };
    for (const address of ["127.0.0.1", "127.0.0.2"])
      await host.renewCertificate("drift.example", renewed, address);
    const codesAfter = async (ms: number) => {
      checks.pass(ms);
      await checks.checkDue();
      return (await checks.hostOf("drift.example")).faults.map(({ code }) => code);
    };
    expect(await codesAfter(hourMs)).toEqual([]);
    expect(await codesAfter(22 * hourMs)).toEqual([]);
    expect(await codesAfter(2 * hourMs)).toEqual(["certificate.edge-drift"]);
    const drifting = await checks.hostOf("drift.example");
    expect(drifting.verdict).toBe("degraded");
    expect(drifting.faults[0]?.message).toMatch(/^127\.0\.0\.3 \(1 of 3 addresses/);
    expect(await checks.incidents()).toEqual([]);
    await host.renewCertificate("drift.example", renewed, "127.0.0.3");
    expect(await codesAfter(hourMs)).toEqual([]);
  });
});

test("a chain that older devices do not trust is a warning on the host, and no incident", async () => {
  const judgeTls = buildTlsJudge({
    trust: openTrustStore({ extraPem: [host.caPem] }),
    olderStores: openOlderStores(),
  });
  const allow = [parseAddressRange("127.0.0.0/8")];
  const resolve = [parseResolveOverride("*::127.0.0.1")];
  const policy = buildAddressPolicy({ allow });
  const { clock } = checks;
  const egress = openEgress({ policy, judgeTls, resolve, ca: [host.caPem], clock });
  onTestFinished(() => egress.close());
  const prober = buildProber({ egress, vantage: "test", clock });
  await checks.publish("Gap", [host.url("gap.example", "/1.mp3")]);
  const { claimId, ids } = await checks.claim("host");
  await checkHosts({ ...checks.deps, prober }, { claimId, hostIds: ids });
  expect(await checks.hostOf("gap.example")).toMatchObject({
    verdict: "degraded",
    faults: [{ code: "certificate.trust-gap", severity: "warning" }],
  });
  expect(await checks.incidents()).toEqual([]);
});

test("what was checked under a claim that had ended is not recorded", async () => {
  await checks.publish("Late", [host.url("late.example", "/1.mp3")]);
  const stopped = await checks.claim("host");
  const answers = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  const checkAdmitted: typeof checks.deps.prober.checkAdmitted = async (target, admit) => {
    const check = await checks.deps.prober.checkAdmitted(target, admit);
    reached.resolve();
    await answers.promise;
    return check;
  };
  const prober = { ...checks.deps.prober, checkAdmitted };
  const late = checkHosts({ ...checks.deps, prober }, { claimId: stopped.claimId, hostIds: stopped.ids });
  await reached.promise;
  checks.pass(2 * minuteMs);
  host.setFault("late.example", { kind: "connection-reset" });
  expect(await checks.checkDue()).toBe(1);
  const recorded = await checks.hostOf("late.example");
  answers.resolve();
  await late;
  expect(await checks.hostOf("late.example")).toEqual(recorded);
  expect(recorded).toMatchObject({ verdict: "unreachable" });

  await scheduleNow(store.db, { kind: "host", ids: stopped.ids, lane: "hot", now: checks.clock() });
  const hellos = hellosOf("late.example");
  await checkHosts(checks.deps, { claimId: stopped.claimId, hostIds: stopped.ids });
  expect(hellosOf("late.example")).toBe(hellos);
});
