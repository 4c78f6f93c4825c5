import {
  buildFault,
  type Fault,
  type Hop,
  type HostCheck,
  type Probe,
  soundHealth,
  verdictOf,
} from "@earshot/domain";
import { describe, expect, it } from "vitest";
import { type VantageOptions, watchVantage } from "./watch-vantage.ts";

const canaries = ["one.example", "two.example:8443", "http://three.example/feed.xml"];
const at = "2026-11-23T12:00:00.000Z";
const timings = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: null };
const timeout = buildFault("connect.timeout", { hop: 0 });

function checkOf(hostname: string, port: number, faults: readonly Fault[]): HostCheck {
  const verdict = verdictOf(faults);
  const address = { address: "192.0.2.1", family: 4, verdict, faults, timings, tls: null } as const;
  return {
    ...{ hostname, port, at, vantage: "test", verdict, faults },
    ...{ addresses: [address], addressesTotal: 1, expiresAt: null },
  };
}

function hopAt(host: string, change: Partial<Hop> = {}): Hop {
  return {
    ...{ url: `https://${host}/1`, host, port: 443, address: null, family: 4, status: null, location: null },
    ...{ httpVersion: null, timings, tls: null, reused: false, headers: null },
    ...change,
  };
}

function probeOf(hop: Hop, faults: readonly Fault[]): Probe {
  return {
    ...{ url: hop.url, at, vantage: "test", verdict: verdictOf(faults), faults, hops: [hop], range: null },
    ...{ media: null, expiresAt: null, firstBytes: null },
  };
}

const bad = (host = "media.example") => probeOf(hopAt(host), [timeout]);

/** A watch whose canaries stand as said, in their order, and what it told and asked. */
function watch(areUp: readonly boolean[], list: readonly string[] = canaries) {
  const changes: Parameters<VantageOptions["onChange"]>[0][] = [];
  const asked: string[] = [];
  const up = [...areUp];
  const checkHost: VantageOptions["checkHost"] = async ({ hostname, port, tls }) => {
    const isUp = up[asked.length % list.length] ?? true;
    asked.push(`${hostname}:${port}:${tls}`);
    return checkOf(hostname, port, isUp ? [] : [buildFault("connect.timeout")]);
  };
  const own = { offsetMs: 0, steadyMs: 0 };
  const watched = watchVantage({
    ...{ canaries: list, checkHost, onChange: (state) => changes.push(state) },
    clock: () => new Date(Date.parse(at) + own.steadyMs + own.offsetMs),
    steadyMs: () => own.steadyMs,
  });
  return { ...watched, changes, asked, own };
}

describe("watchVantage", () => {
  it("doubts a failure while most canaries fail too, marks it, and tells ops once", async () => {
    const { doubtProbe, changes } = watch([false, false, true]);
    const { look } = await doubtProbe(bad(), soundHealth);
    expect(look).toMatchObject({
      verdict: "inconclusive",
      faults: [{ code: "connect.timeout", doubt: true }],
    });
    await doubtProbe(bad(), soundHealth);
    expect(changes).toEqual([
      { isSuspect: true, families: [4], failing: ["one.example", "two.example:8443"], clockOffsetMs: null },
    ]);
  });

  it("believes a failure while most canaries are fine", async () => {
    const { doubtProbe, doubtCheck, changes } = watch([false, true, true]);
    expect((await doubtProbe(bad(), soundHealth)).look).toEqual(bad());
    const check = checkOf("media.example", 443, [buildFault("connect.timeout")]);
    expect((await doubtCheck(check, soundHealth)).look.verdict).toBe("unreachable");
    expect(changes).toEqual([]);
  });

  it("asks each canary once for all failures of a moment, on its own port", async () => {
    const { doubtProbe, asked } = watch([true]);
    await Promise.all([1, 2, 3].map(() => doubtProbe(bad(), soundHealth)));
    expect(asked).toEqual(["one.example:443:true", "two.example:8443:true", "three.example:80:false"]);
  });

  it.each([
    ["a sound probe", probeOf(hopAt("a.example"), []), soundHealth],
    [
      "an expired certificate",
      probeOf(hopAt("a.example"), [buildFault("certificate.expired", { hop: 0 })]),
      soundHealth,
    ],
    ["a member of an open incident", bad(), { ...soundHealth, state: "bad" } as const],
  ])("asks nobody about %s", async (_, probe, health) => {
    const { doubtProbe, asked } = watch([false, false, false]);
    expect((await doubtProbe(probe, health)).look).toEqual(probe);
    expect(asked).toEqual([]);
  });

  it("asks nobody without canaries", async () => {
    const { doubtProbe, asked } = watch([], []);
    expect((await doubtProbe(bad(), soundHealth)).look).toEqual(bad());
    expect(asked).toEqual([]);
  });

  it("lets many unrelated failures at once wait for one more look, and suspends nothing by them", async () => {
    const { doubtProbe, changes } = watch([true, true, true]);
    const looks = [];
    for (const n of [1, 2, 3, 4, 5]) looks.push(await doubtProbe(bad(`cdn.host${n}.example`), soundHealth));
    expect(looks.map(({ correlated }) => correlated)).toEqual([false, false, false, false, true]);
    expect(looks.every(({ look }) => look.verdict === "unreachable")).toBe(true);
    expect(changes).toEqual([]);
  });

  it("does not take many names of one site for many hosts", async () => {
    const { doubtProbe } = watch([true, true, true]);
    for (const n of [1, 2, 3, 4, 5, 6]) {
      expect((await doubtProbe(bad(`host${n}.media.example`), soundHealth)).correlated).toBe(false);
    }
  });

  it("measures our clock against the servers' dates, and tells before it matters", async () => {
    const { doubtProbe, refresh, changes } = watch([], []);
    const served = (host: string) =>
      probeOf(hopAt(host, { status: 206, headers: { date: "Mon, 23 Nov 2026 10:00:00 GMT" } }), []);
    for (const n of [1, 2, 3, 4]) await doubtProbe(served(`s${n}.example`), soundHealth);
    expect(await refresh()).toMatchObject({ isSuspect: false, clockOffsetMs: null });
    await doubtProbe(served("s5.example"), soundHealth);
    expect(await refresh()).toMatchObject({ isSuspect: true, clockOffsetMs: -7_199_500 });
    expect(changes).toHaveLength(1);
  });

  it("sees a step of our clock at once in what the servers said before it", async () => {
    const { doubtProbe, refresh, own } = watch([], []);
    const headers = { date: "Mon, 23 Nov 2026 12:00:00 GMT" };
    for (const n of [1, 2, 3, 4, 5]) {
      await doubtProbe(probeOf(hopAt(`s${n}.example`, { status: 206, headers }), []), soundHealth);
    }
    own.steadyMs = 60_000;
    expect(await refresh()).toMatchObject({ clockOffsetMs: null });
    own.offsetMs = 3_600_000;
    expect(await refresh()).toMatchObject({ isSuspect: true, clockOffsetMs: -3_599_500 });
    own.offsetMs = 0;
    expect(await refresh()).toMatchObject({ isSuspect: false, clockOffsetMs: null });
  });

  it("does not take the time at which a cache stored an answer for the server's", async () => {
    const { doubtProbe, refresh } = watch([], []);
    const headers = { date: "Mon, 23 Nov 2026 10:00:00 GMT", age: "7200" };
    for (const n of [1, 2, 3, 4, 5, 6]) {
      await doubtProbe(probeOf(hopAt(`s${n}.example`, { status: 206, headers }), []), soundHealth);
    }
    expect((await refresh()).clockOffsetMs).toBeNull();
  });
});
