import type { HostCheck } from "@earshot/domain";
import { expect, test } from "vitest";
import { findNextEnd } from "./find-next-end.ts";

const now = new Date("2026-11-01T12:00:00.000Z");
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);

/** A check of the first address of so many, whose certificate ends in 60 days. */
function checkOf(addressesTotal: number): HostCheck {
  const address = { address: "192.0.2.1", family: 4, verdict: "healthy", faults: [], tls: null } as const;
  const timings = { dnsMs: null, connectMs: 1, tlsMs: 1, firstByteMs: null, totalMs: 2 };
  return {
    ...{ hostname: "many.example", port: 443, at: now.toISOString(), vantage: "test" },
    ...{ verdict: "healthy", faults: [], addresses: [{ ...address, timings }], addressesTotal },
    expiresAt: inDays(60).toISOString(),
  };
}

const edge = (address: string, days: number) => ({ address, endsAt: inDays(days) });
const before = (...otherEdges: ReturnType<typeof edge>[]) => ({ addresses: [], otherEdges });

test("an edge that this check left out counts while its certificate lasts", () => {
  expect(findNextEnd(before(edge("192.0.2.5", 10)), checkOf(8), now)).toEqual(inDays(10));
  expect(findNextEnd(before(edge("192.0.2.5", 90)), checkOf(8), now)).toEqual(inDays(60));
  expect(findNextEnd(before(edge("192.0.2.5", -1)), checkOf(8), now)).toEqual(inDays(60));
});

test("an edge that was looked at just now counts as it was found", () => {
  expect(findNextEnd(before(edge("192.0.2.1", 10)), checkOf(8), now)).toEqual(inDays(60));
});

test("a host all of whose addresses were looked at has no others", () => {
  expect(findNextEnd(before(edge("192.0.2.5", 10)), checkOf(1), now)).toEqual(inDays(60));
  expect(findNextEnd(before(), { ...checkOf(1), expiresAt: null }, now)).toBeNull();
});
