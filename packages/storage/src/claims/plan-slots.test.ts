import fc from "fast-check";
import { expect, test } from "vitest";
import { type HostSlots, planSlots } from "./plan-slots.ts";

const now = 1_000_000;
const terms = { hostRate: 5, hostConcurrency: 4, limit: 100, now };

function host(change: Partial<HostSlots> = {}): HostSlots {
  return { nextSlotAt: now, openAt: now, share: 1, live: 0, ...change };
}

test("gives slots apart by the rate and claims those within the next second", () => {
  const candidates = Array.from({ length: 8 }, (_, id) => ({ id, hostId: 1, hot: false, slotted: false }));
  const plan = planSlots(candidates, new Map([[1, host()]]), { ...terms, hostConcurrency: 100 });
  expect(plan.claimed).toEqual([0, 1, 2, 3, 4, 5]);
  expect(plan.deferred).toEqual([
    { id: 6, readyAt: now + 1_200, slotted: true },
    { id: 7, readyAt: now + 1_400, slotted: true },
  ]);
});

test("gives slots further apart to a host that complained", () => {
  const candidates = Array.from({ length: 4 }, (_, id) => ({ id, hostId: 1, hot: false, slotted: false }));
  const plan = planSlots(candidates, new Map([[1, host({ share: 0.5 })]]), terms);
  expect(plan.claimed).toEqual([0, 1, 2]);
  expect(plan.deferred).toEqual([{ id: 3, readyAt: now + 1_200, slotted: true }]);
});

test("lets a hot URL pass the queue and counts it in it", () => {
  const far = host({ nextSlotAt: now + 60_000 });
  const plan = planSlots([{ id: 1, hostId: 1, hot: true, slotted: false }], new Map([[1, far]]), terms);
  expect(plan.claimed).toEqual([1]);
  expect(far.nextSlotAt).toBe(now + 60_200);
});

test("sends away whom the host has no room for, spread out and not far", () => {
  const candidates = Array.from({ length: 3 }, (_, id) => ({ id, hostId: 1, hot: false, slotted: true }));
  const plan = planSlots(candidates, new Map([[1, host({ live: 4 })]]), terms);
  expect(plan.deferred.map((one) => one.readyAt)).toEqual([now + 1_000, now + 1_200, now + 1_400]);
});

test("holds every host to its budget whatever comes", () => {
  const candidate = fc.record({
    hostId: fc.integer({ min: 1, max: 3 }),
    hot: fc.boolean(),
    slotted: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(candidate, { maxLength: 60 }), fc.integer({ min: 1, max: 30 }), (given, limit) => {
      const candidates = given.map((one, id) => ({ ...one, id }));
      const hosts = new Map([1, 2, 3].map((id) => [id, host()]));
      const plan = planSlots(candidates, hosts, { ...terms, limit });
      expect(plan.claimed.length).toBeLessThanOrEqual(limit);
      const ids = [...plan.claimed, ...plan.deferred.map(({ id }) => id)];
      expect(new Set(ids).size).toBe(ids.length);
      for (const { live } of hosts.values()) expect(live).toBeLessThanOrEqual(terms.hostConcurrency);
      for (const { readyAt } of plan.deferred) expect(readyAt).toBeGreaterThan(now);
      if (plan.claimed.length < limit) expect(ids).toHaveLength(candidates.length);
    }),
  );
});
