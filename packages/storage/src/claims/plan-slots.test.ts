import fc from "fast-check";
import { expect, test } from "vitest";
import { type HostSlots, planSlots, type SlotCandidate } from "./plan-slots.ts";

const now = 1_000_000;
const terms = { hostRate: 5, hostConcurrency: 4, limit: 100, now };

function candidate(id: number, change: Partial<SlotCandidate> = {}): SlotCandidate {
  return { id, hostId: 1, hot: false, dueAt: now, slotted: false, ...change };
}

function host(change: Partial<HostSlots> = {}): HostSlots {
  return { nextSlotAt: now, openAt: now, share: 1, live: 0, ...change };
}

test("gives slots apart by the rate and claims those within the next second", () => {
  const candidates = Array.from({ length: 8 }, (_, id) => candidate(id));
  const plan = planSlots(candidates, new Map([[1, host()]]), { ...terms, hostConcurrency: 100 });
  expect(plan.claimed).toEqual([0, 1, 2, 3, 4, 5]);
  expect(plan.deferred).toEqual([
    { id: 6, readyAt: now + 1_200, slotted: true },
    { id: 7, readyAt: now + 1_400, slotted: true },
  ]);
});

test("gives slots further apart to a host that complained", () => {
  const candidates = Array.from({ length: 4 }, (_, id) => candidate(id));
  const plan = planSlots(candidates, new Map([[1, host({ share: 0.5 })]]), terms);
  expect(plan.claimed).toEqual([0, 1, 2]);
  expect(plan.deferred).toEqual([{ id: 3, readyAt: now + 1_200, slotted: true }]);
});

test("lets a hot URL pass the queue and counts it in it", () => {
  const far = host({ nextSlotAt: now + 60_000 });
  const plan = planSlots([candidate(1, { hot: true })], new Map([[1, far]]), terms);
  expect(plan.claimed).toEqual([1]);
  expect(far.nextSlotAt).toBe(now + 60_200);
});

test("sends away whom the host has no room for, spread out and not far", () => {
  const candidates = Array.from({ length: 3 }, (_, id) => candidate(id, { slotted: true }));
  const plan = planSlots(candidates, new Map([[1, host({ live: 4 })]]), terms);
  expect(plan.deferred.map((one) => one.readyAt)).toEqual([now + 200, now + 400, now + 600]);
});

test("takes hot URLs first, and of each kind those that have been due for longest", () => {
  const candidates = [
    candidate(1, { dueAt: now - 1_000 }),
    candidate(2, { dueAt: now - 3_000 }),
    candidate(3, { hot: true, dueAt: now - 1_000 }),
    candidate(4, { hot: true, dueAt: now - 2_000 }),
    candidate(5, { dueAt: now - 2_000 }),
  ];
  expect(planSlots(candidates, new Map([[1, host()]]), terms).claimed).toEqual([4, 3, 2, 5]);
});

interface SlowHost {
  readonly urls: number;
  readonly periodMs: number;
  /** How long the host takes for an answer, and how long one looks on. */
  readonly answerMs: number;
  readonly forMs: number;
}

/** The longest time between two looks at one URL, in milliseconds, once each has had its first. */
function longestGapAt({ urls, periodMs, answerMs, forMs }: SlowHost): number {
  const rows = Array.from({ length: urls }, (_, id) => ({
    ...candidate(id, { dueAt: (id * periodMs) / urls }),
    ...{ readyAt: (id * periodMs) / urls, endsAt: 0, lookedAt: 0 },
  }));
  const slots = host({ nextSlotAt: 0, openAt: 0 });
  let longest = 0;
  for (let at = 0; at < forMs; at += 250) {
    for (const row of rows.filter(({ endsAt }) => endsAt > 0 && endsAt <= at)) {
      if (row.lookedAt > 0) longest = Math.max(longest, at - row.lookedAt);
      const dueAt = at + periodMs;
      rows[row.id] = { ...row, lookedAt: at, endsAt: 0, dueAt, readyAt: dueAt, slotted: false };
    }
    slots.live = rows.filter(({ endsAt }) => endsAt > 0).length;
    const ready = rows.filter(({ endsAt, readyAt }) => endsAt === 0 && readyAt <= at);
    const { claimed, deferred } = planSlots(ready, new Map([[1, slots]]), { ...terms, now: at });
    for (const id of claimed) Object.assign(rows[id] ?? {}, { endsAt: at + answerMs, slotted: true });
    for (const { id, readyAt, slotted } of deferred) Object.assign(rows[id] ?? {}, { readyAt, slotted });
  }
  return Math.max(longest, ...rows.map(({ lookedAt }) => forMs - lookedAt));
}

test.each([1_900, 2_000, 3_000])(
  "gives each URL its turn at a host that takes %i ms for an answer, too long for all of them",
  (answerMs) => {
    const urls = 300;
    // Four at a time: what a round over all of them takes at least, in steps of a planner's round.
    const roundMs = (urls / terms.hostConcurrency) * (Math.floor(answerMs / 250) + 1) * 250;
    const longest = longestGapAt({ urls, periodMs: 60_000, answerMs, forMs: 8 * roundMs });
    expect(longest).toBeLessThanOrEqual(roundMs * 1.1);
  },
);

test("holds every host to its budget whatever comes", () => {
  const some = fc.record({
    hostId: fc.integer({ min: 1, max: 3 }),
    hot: fc.boolean(),
    dueAt: fc.integer({ min: now - 60_000, max: now }),
    slotted: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(some, { maxLength: 60 }), fc.integer({ min: 1, max: 30 }), (given, limit) => {
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
