import { expect, test } from "vitest";
import type { Hop, ProbeEvidence } from "../../api/feeds.ts";
import { chainSteps } from "./chain-steps.ts";

const hop: Hop = {
  url: "https://media.example/1.mp3",
  host: "media.example",
  port: 443,
  role: null,
  operator: null,
  address: "192.0.2.1",
  family: 4,
  status: 302,
  location: null,
  httpVersion: "1.1",
  timings: { dnsMs: 1, connectMs: 1, tlsMs: 1, firstByteMs: 1, totalMs: 4 },
  tls: null,
  reused: false,
  headers: null,
};

function fault(
  code: ProbeEvidence["faults"][number]["code"],
  severity: "outage" | "warning",
  at: number | null,
) {
  return { code, severity, message: code, hop: at, line: null, doubt: false };
}

test("each fault stands at its hop, the gravest first, and what names none at the last", () => {
  const steps = chainSteps({
    hops: [hop, hop, hop],
    faults: [
      fault("certificate.expiring", "warning", 1),
      fault("certificate.hostname-mismatch", "outage", 1),
      fault("media.not-media", "outage", null),
    ],
  });
  expect(steps.map(({ faults }) => faults.map(({ code }) => code))).toEqual([
    [],
    ["certificate.hostname-mismatch", "certificate.expiring"],
    ["media.not-media"],
  ]);
  expect(steps.map(({ isBroken, isLast }) => [isBroken, isLast])).toEqual([
    [false, false],
    [true, false],
    [true, true],
  ]);
});

test("a probe that reached nothing has no steps", () => {
  expect(chainSteps({ hops: [], faults: [fault("url.invalid", "outage", null)] })).toEqual([]);
});
