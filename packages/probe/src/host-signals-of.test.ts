import { buildFault, type Fault, type Hop, type Probe, verdictOf } from "@earshot/domain";
import { expect, test } from "vitest";
import { hostSignalsOf } from "./host-signals-of.ts";

const timings = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: 1 };

function hop(status: number | null, headers: Record<string, string> | null = {}): Hop {
  return {
    ...{ url: "https://media.example/1.mp3", host: "media.example", port: 443, address: null, family: null },
    ...{ status, location: null, httpVersion: null, timings, tls: null, reused: false, headers },
  };
}

function probe(hops: readonly Hop[], faults: readonly Fault[] = []): Probe {
  return {
    ...{ url: "https://media.example/1.mp3", at: "2026-11-23T12:00:00.000Z", vantage: "test" },
    ...{
      verdict: verdictOf(faults),
      faults,
      hops,
      range: null,
      media: null,
      expiresAt: null,
      firstBytes: null,
    },
  };
}

test.each<[string, Probe, object]>([
  ["an answer", probe([hop(206)]), { kind: "answered" }],
  [
    "a refusal of the file",
    probe([hop(404)], [buildFault("http.not-found", { hop: 0 })]),
    { kind: "answered" },
  ],
  ["429", probe([hop(429)]), { kind: "throttled", retryAfterMs: null }],
  [
    "429 with a number",
    probe([hop(429, { "retry-after": "120" })]),
    { kind: "throttled", retryAfterMs: 120_000 },
  ],
  [
    "503 with a date",
    probe([hop(503, { "retry-after": "Mon, 23 Nov 2026 12:00:30 GMT" })]),
    { kind: "throttled", retryAfterMs: 30_000 },
  ],
  ["no connection", probe([hop(null, null)], [buildFault("connect.refused", { hop: 0 })]), { kind: "fault" }],
  [
    "a failure in doubt",
    probe([hop(null, null)], [{ ...buildFault("connect.timeout", { hop: 0 }), doubt: true }]),
    { kind: "answered" },
  ],
])("%s says how the host wants to be asked", (_, made, signal) => {
  expect(hostSignalsOf(made)).toEqual([
    { host: { hostname: "media.example", port: 443, tls: true }, signal },
  ]);
});
