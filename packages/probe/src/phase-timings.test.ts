import { setTimeout as delay } from "node:timers/promises";
import { openTrustStore } from "@earshot/certificate";
import type { PhaseTimings } from "@earshot/domain";
import { buildAddressPolicy, openEgress, parseAddressRange } from "@earshot/egress";
import { startSilentListener, startStubDns } from "@earshot/podcast-host";
import { beforeAll, describe, expect, test } from "vitest";
import { startSlowServer } from "../test/slow-server.ts";
import { buildProber } from "./build-prober.ts";
import { buildTlsJudge } from "./build-tls-judge.ts";

// Timers may fire up to a millisecond early.
const early = 1;
const headStartMs = 110;

describe("the phases of a hop that takes its time in each", () => {
  let timings: PhaseTimings;
  let wholeMs: number;
  /** What each phase took at least, as those saw it who caused it. */
  let causedMs: Record<"dnsMs" | "connectMs" | "tlsMs" | "firstByteMs", number>;
  let bodyMs: number;

  beforeAll(async () => {
    // The first address never answers, so connecting takes the head start that it gets before the second.
    const silent = await startSilentListener();
    const server = await startSlowServer(silent.port, { tlsMs: 130, firstByteMs: 160, bodyMs: 90 });
    let dnsTookMs = 0;
    const dns = await startStubDns(async (type) => {
      if (type !== "A") return { addresses: [] };
      const startedAt = performance.now();
      await delay(70);
      dnsTookMs = performance.now() - startedAt;
      return { addresses: [silent.address, "127.0.0.1"] };
    });
    const ca = server.authority.rootPem;
    const egress = openEgress({
      policy: buildAddressPolicy({ allow: [parseAddressRange("127.0.0.0/8")] }),
      judgeTls: buildTlsJudge({ trust: openTrustStore({ extraPem: [ca] }) }),
      dnsServers: [dns.server],
      ca: [ca],
      limits: { attemptDelayMs: headStartMs },
    });
    const startedAt = performance.now();
    const probe = await buildProber({ egress, vantage: "test" }).probeEnclosure({
      url: `https://slow.example:${silent.port}/a.mp3`,
    });
    wholeMs = performance.now() - startedAt;
    expect(probe).toMatchObject({ verdict: "healthy", hops: [{ address: "127.0.0.1", status: 206 }] });
    timings = probe.hops[0]?.timings ?? expect.fail("no hop");
    const { tls, firstByte, body } = server.tookMs;
    causedMs = { dnsMs: dnsTookMs, connectMs: headStartMs - early, tlsMs: tls, firstByteMs: firstByte };
    bodyMs = body;
    for (const { close } of [egress, server, dns, silent]) await close();
  });

  const phases = ["dnsMs", "connectMs", "tlsMs", "firstByteMs"] as const;

  test.each(phases)(
    "%s is as long as what caused it, and no longer than the rest of the probe leaves",
    (phase) => {
      const others = phases
        .filter((other) => other !== phase)
        .reduce((sum, other) => sum + causedMs[other], bodyMs);
      expect(timings[phase]).toBeGreaterThanOrEqual(causedMs[phase]);
      expect(timings[phase]).toBeLessThanOrEqual(wholeMs - others);
    },
  );

  test("totalMs holds all phases and the body, and nothing beyond the probe", () => {
    const sum = phases.reduce((total, phase) => total + (timings[phase] ?? 0), 0);
    expect(timings.totalMs).toBeGreaterThanOrEqual(sum + bodyMs - early);
    expect(timings.totalMs).toBeLessThanOrEqual(wholeMs);
  });

  test("are recorded to the microsecond", () => {
    for (const ms of Object.values(timings)) expect(String(ms)).toMatch(/^\d+(\.\d{1,3})?$/);
  });
});
