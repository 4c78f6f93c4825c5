import type { Lane } from "@earshot/domain";
import { beforeEach, describe, expect, test } from "vitest";
import { later, openTestStore, quietLog } from "../../test/open-test-store.ts";
import {
  claimDueMedia,
  commitClaims,
  openHostGate,
  releaseClaim,
  scheduleSubjects,
  upsertHosts,
} from "../index.ts";

const store = await openTestStore();
const { db } = store;
const start = new Date("2026-11-01T12:00:00.000Z");
const budget = { hostRate: 5, hostConcurrency: 4 };
const leaseMs = 60_000;

const names = Array.from({ length: 300 }, (_, n) => ({ hostname: `h${n}.example`, port: 443, tls: true }));
const hostIds = [...(await upsertHosts(db, names, start)).values()];
const [busy = 0, ...others] = hostIds;

beforeEach(async () => {
  await db.deleteFrom("schedule").execute();
  await db.deleteFrom("host_slots").execute();
});

let nextId = 1;
async function schedule(
  hostId: number,
  count: number,
  dueAt: Date,
  lane: Lane = "ordinary",
): Promise<number[]> {
  const subjects = Array.from({ length: count }, () => ({ id: nextId++, hostId, dueAt, lane }));
  await scheduleSubjects(db, { kind: "media", subjects });
  return subjects.map((subject) => subject.id);
}

function claim(now: Date, limit = 500) {
  return claimDueMedia(db, { limit, leaseMs, now, ...budget });
}

/** Ends a claim as workers do that were done at once. */
async function finish(claimed: Awaited<ReturnType<typeof claim>>, now: Date) {
  const outcomes = claimed.subjects.map(({ id }) => ({
    id,
    claimId: claimed.claimId,
    dueAt: later(now, 86_400_000),
    lane: "ordinary" as const,
  }));
  await commitClaims(db, { kind: "media", outcomes, now });
}

interface Asked {
  readonly id: number;
  /** Milliseconds after the start. */
  readonly at: number;
}

/** Takes what is claimed through the gate, as workers do that look in no time; gives what was asked for and when. */
async function work(now: Date): Promise<readonly Asked[]> {
  const gate = openHostGate(store, {
    ...{ ...budget, patienceMs: 2_000, leaseMs, log: quietLog, clock: () => now, wait: async () => {} },
  });
  const claimed = await claim(now);
  const turns = await gate.lineUp(claimed.subjects.map(({ hostId }) => hostId ?? 0));
  const asked: Asked[] = [];
  for (const [index, { id }] of claimed.subjects.entries()) {
    const laterAt = await turns[index]?.come();
    const at = turns[index]?.at.getTime() ?? Number.NaN;
    if (laterAt === null) asked.push({ id, at: at - start.getTime() });
    else
      await releaseClaim(db, {
        kind: "media",
        claimId: claimed.claimId,
        ids: [id],
        now: laterAt ?? now,
      });
  }
  const done = asked.map(({ id }) => id);
  await finish({ ...claimed, subjects: claimed.subjects.filter(({ id }) => done.includes(id)) }, now);
  return asked;
}

const spacingMs = 1_000 / budget.hostRate;

function expectApart(asked: readonly Asked[]): void {
  const times = asked.map(({ at }) => at).sort((one, other) => one - other);
  for (const [index, at] of times.slice(1).entries())
    expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(spacingMs - 1);
}

describe("one host", () => {
  test("is never asked faster than its rate, and gets all of it", async () => {
    await schedule(busy, 100, start);
    const asked: Asked[] = [];
    for (let ms = 0; ms < 30_000; ms += 200) asked.push(...(await work(later(start, ms))));
    expect(asked).toHaveLength(100);
    expectApart(asked);
    expect(Math.max(...asked.map(({ at }) => at))).toBeLessThanOrEqual(20_000);
  });

  test("is kept to its rate by hot URLs too, which go before ordinary ones", async () => {
    await schedule(busy, 200, later(start, -60_000));
    const moved = await claim(start);
    await finish(moved, start);
    const hot = new Set(await schedule(busy, 20, start, "hot"));
    const asked: Asked[] = [];
    for (let ms = 1_000; ms < 11_000; ms += 500) asked.push(...(await work(later(start, ms))));
    expectApart(asked);
    const hotTimes = asked.filter(({ id }) => hot.has(id)).map(({ at }) => at);
    expect(hotTimes).toHaveLength(20);
    // The ordinary ones that were due before them would have taken forty seconds.
    expect(Math.max(...hotTimes)).toBeLessThanOrEqual(8_000);
  });

  test("never has more live claims than it may, over two planners", async () => {
    await schedule(busy, 50, start);
    const claims = await Promise.all([claim(start), claim(start), claim(start)]);
    const subjects = claims.flatMap((claimed) => claimed.subjects);
    expect(subjects).toHaveLength(budget.hostConcurrency);
    expect((await claim(later(start, 10_000))).subjects).toHaveLength(0);
    for (const claimed of claims) await finish(claimed, later(start, 10_000));
    expect((await claim(later(start, 12_000))).subjects.length).toBe(budget.hostConcurrency);
  });

  test("has its claims back when their leases end", async () => {
    await schedule(busy, 8, start);
    await claim(start);
    const after = await claim(later(start, leaseMs));
    expect(after.subjects).toHaveLength(budget.hostConcurrency);
  });
});

describe("many hosts", () => {
  test("are all served although one of them has a herd of URLs that were due earlier", async () => {
    const herd = 6_000;
    await schedule(busy, herd, later(start, -3_600_000));
    for (const hostId of others) await schedule(hostId, 1, start);
    const served = new Set<number>();
    for (let round = 0; round < 3; round++) {
      const now = later(start, round * 200);
      const claimed = await claim(now);
      for (const { hostId } of claimed.subjects) if (hostId !== null) served.add(hostId);
      await finish(claimed, now);
    }
    expect(served.size).toBe(hostIds.length);
    const waiting = await db
      .selectFrom("schedule")
      .select((eb) => [eb.fn.countAll<number>().as("rows"), eb.fn.max("ready_at").as("last")])
      .where("slotted", "=", true)
      .where("host_id", "=", busy)
      .executeTakeFirstOrThrow();
    expect(waiting.rows).toBeGreaterThan(herd - 20);
    // The herd waits in its host's queue, one slot each, as long as the rate says.
    const queueMs = (waiting.last?.getTime() ?? 0) - start.getTime();
    expect(Math.abs(queueMs - (herd * 1_000) / budget.hostRate)).toBeLessThan(5_000);
  });

  test("are claimed up to the limit, and no row is given twice to planners at the same time", async () => {
    for (const hostId of hostIds) await schedule(hostId, 3, start);
    const claims = await Promise.all([claim(start, 200), claim(start, 200), claim(start, 200)]);
    const ids = claims.flatMap((claimed) => claimed.subjects.map((subject) => subject.id));
    expect(claims.every((claimed) => claimed.subjects.length <= 200)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(200);
  });
});
