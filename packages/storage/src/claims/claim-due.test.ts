import type { Lane } from "@earshot/domain";
import { beforeEach, describe, expect, test } from "vitest";
import { later, openTestStore } from "../../test/open-test-store.ts";
import {
  beginClaim,
  claimDue,
  commitClaim,
  commitClaims,
  inTransaction,
  readScheduleLag,
  releaseClaim,
  scheduleNow,
  scheduleSubjects,
  unscheduleSubjects,
} from "../index.ts";

const store = await openTestStore();
const { db } = store;
const now = new Date("2026-11-01T12:00:00.000Z");
const kind = "host";
const leaseMs = 60_000;

beforeEach(async () => {
  await db.deleteFrom("schedule").execute();
});

async function schedule(ids: readonly number[], dueAt: Date, lane: Lane = "ordinary") {
  await scheduleSubjects(db, { kind, subjects: ids.map((id) => ({ id, hostId: null, dueAt, lane })) });
}

async function claimIds(at: Date, limit = 100): Promise<number[]> {
  return (await claimDue(db, { kind, limit, leaseMs, now: at })).subjects.map((subject) => subject.id);
}

describe("claiming", () => {
  test("takes what is due, hot first, then longest due, up to the limit", async () => {
    await schedule([1], later(now, -1_000));
    await schedule([2], later(now, -5_000));
    await schedule([3], now, "hot");
    await schedule([4], later(now, 1));
    expect((await claimDue(db, { kind, limit: 10, leaseMs, now, lane: "hot" })).subjects).toEqual([
      { id: 3, hostId: null, dueAt: now, lane: "hot", awayFrom: null, slow: false },
    ]);
    expect(await claimIds(now, 1)).toEqual([2]);
    expect(await claimIds(now)).toEqual([1]);
    expect(await claimIds(now)).toEqual([]);
  });

  test("keeps kinds apart", async () => {
    await schedule([1], now);
    await scheduleSubjects(db, {
      kind: "feed",
      subjects: [{ id: 1, hostId: null, dueAt: now, lane: "hot" }],
    });
    expect(await claimIds(now)).toEqual([1]);
    expect((await claimDue(db, { kind: "feed", limit: 9, leaseMs, now })).subjects).toHaveLength(1);
  });

  test("never gives a subject to two planners at once, and forgets none", async () => {
    const ids = Array.from({ length: 2_000 }, (_, n) => n + 1);
    await schedule(ids, now);
    const taken: number[] = [];
    const planner = async () => {
      for (;;) {
        const claim = await claimIds(now, 37);
        if (claim.length === 0) return;
        taken.push(...claim);
      }
    };
    await Promise.all([planner(), planner(), planner(), planner()]);
    expect(taken.length).toBe(2_000);
    expect(new Set(taken).size).toBe(2_000);
  });

  test("gives a subject again once its lease has ended, and not before", async () => {
    await schedule([1], now);
    expect(await claimIds(now)).toEqual([1]);
    expect(await claimIds(later(now, leaseMs - 1))).toEqual([]);
    expect(await claimIds(later(now, leaseMs))).toEqual([1]);
  });
});

describe("holding a claim", () => {
  test("renews the lease of what is still held and tells what is lost", async () => {
    await schedule([1, 2], now);
    const { claimId } = await claimDue(db, { kind, limit: 1, leaseMs, now });
    const held = await beginClaim(db, { kind, claimId, ids: [1, 2], leaseMs, now: later(now, 50_000) });
    expect(held).toHaveLength(1);
    expect(await claimIds(later(now, leaseMs))).toEqual([1, 2].filter((id) => !held.includes(id)));
    expect(await claimIds(later(now, 50_000 + leaseMs))).toEqual(expect.arrayContaining([...held]));
  });

  test("ends with a release, which makes the subject ready at once", async () => {
    await schedule([1], now);
    const { claimId } = await claimDue(db, { kind, limit: 1, leaseMs, now });
    await releaseClaim(db, { kind, claimId, ids: [1], now });
    expect(await beginClaim(db, { kind, claimId, ids: [1], leaseMs, now })).toEqual([]);
    expect(await claimIds(now)).toEqual([1]);
  });
});

describe("committing", () => {
  test("sets the next due time and lane", async () => {
    await schedule([1], now);
    const { claimId } = await claimDue(db, { kind, limit: 1, leaseMs, now });
    const dueAt = later(now, 5_000);
    expect(await commitClaim(db, { kind, claimId, id: 1, dueAt, lane: "hot", now })).toBe(true);
    expect(await claimIds(later(dueAt, -1))).toEqual([]);
    expect((await claimDue(db, { kind, limit: 1, leaseMs, now: dueAt, lane: "hot" })).subjects).toHaveLength(
      1,
    );
  });

  test("takes a subject off the schedule when it has no next time", async () => {
    await schedule([1, 2], now);
    const { claimId } = await claimDue(db, { kind, limit: 2, leaseMs, now });
    const outcomes = [
      { id: 1, claimId, dueAt: null, lane: "ordinary" as const },
      { id: 2, claimId, dueAt: later(now, 1), lane: "ordinary" as const },
    ];
    expect([...(await commitClaims(db, { kind, outcomes, now }))].sort()).toEqual([1, 2]);
    expect(await claimIds(later(now, 3_600_000))).toEqual([2]);
  });

  test("of a worker that came back after its lease had ended and another had taken over does nothing", async () => {
    await schedule([1], now);
    const slow = await claimDue(db, { kind, limit: 1, leaseMs, now });
    const quick = await claimDue(db, { kind, limit: 1, leaseMs, now: later(now, leaseMs) });
    expect(quick.subjects).toHaveLength(1);
    const next = { kind, id: 1, lane: "ordinary", now } as const;
    expect(await commitClaim(db, { ...next, claimId: slow.claimId, dueAt: later(now, 99_000) })).toBe(false);
    expect(await commitClaim(db, { ...next, claimId: quick.claimId, dueAt: later(now, 70_000) })).toBe(true);
    expect(await commitClaim(db, { ...next, claimId: quick.claimId, dueAt: later(now, 99_000) })).toBe(false);
    expect(await claimIds(later(now, 70_000))).toEqual([1]);
  });

  test("rolled back leaves the claim as it was", async () => {
    await schedule([1], now);
    const { claimId } = await claimDue(db, { kind, limit: 1, leaseMs, now });
    const next = { kind, claimId, id: 1, dueAt: later(now, 1), lane: "ordinary", now } as const;
    const failing = inTransaction(store, async (tx) => {
      await commitClaim(tx, next);
      throw new Error("something else failed");
    });
    await expect(failing).rejects.toThrow("something else failed");
    expect(await commitClaim(db, next)).toBe(true);
  });
});

describe("scheduling now", () => {
  test("brings a due time and lane forward, and never back", async () => {
    await schedule([1, 2], later(now, 60_000));
    await schedule([3], later(now, -60_000), "hot");
    await scheduleNow(db, { kind, ids: [1, 3], lane: "ordinary", now });
    await scheduleNow(db, { kind, ids: [1], lane: "hot", now: later(now, 5_000) });
    const claim = await claimDue(db, { kind, limit: 9, leaseMs, now, lane: "hot" });
    expect(claim.subjects.map(({ id, dueAt }) => [id, dueAt])).toEqual([
      [3, later(now, -60_000)],
      [1, now],
    ]);
  });

  test("leaves a live claim alone and makes its subject due again when it ends", async () => {
    await schedule([1], now);
    const { claimId } = await claimDue(db, { kind, limit: 1, leaseMs, now });
    const soon = later(now, 1_000);
    await scheduleNow(db, { kind, ids: [1], lane: "hot", now: soon });
    expect(await claimIds(soon)).toEqual([]);
    const dueAt = later(now, 3_600_000);
    expect(
      await commitClaim(db, { kind, claimId, id: 1, dueAt, lane: "ordinary", now: later(now, 2_000) }),
    ).toBe(true);
    const again = await claimDue(db, { kind, limit: 1, leaseMs, now: later(now, 2_000) });
    expect(again.subjects).toMatchObject([{ id: 1, lane: "hot" }]);
    expect(await commitClaim(db, { kind, claimId: again.claimId, id: 1, dueAt, lane: "ordinary", now })).toBe(
      true,
    );
    expect(await claimIds(later(now, 4_000))).toEqual([]);
  });
});

test("scheduling what is scheduled changes nothing; unscheduling ends its claims", async () => {
  await schedule([1], now);
  await schedule([1], later(now, -9_000), "hot");
  const { claimId, subjects } = await claimDue(db, { kind, limit: 1, leaseMs, now });
  expect(subjects).toEqual([
    { id: 1, hostId: null, dueAt: now, lane: "ordinary", awayFrom: null, slow: false },
  ]);
  await unscheduleSubjects(db, { kind, ids: [1] });
  expect(await commitClaim(db, { kind, claimId, id: 1, dueAt: now, lane: "hot", now })).toBe(false);
});

test("the lag tells what waits and since when", async () => {
  await schedule([1, 2], later(now, -5_000));
  await schedule([3], later(now, 5_000));
  await schedule([4], later(now, -1_000), "hot");
  await claimDue(db, { kind, limit: 1, leaseMs, now, lane: "ordinary" });
  expect(await readScheduleLag(db, now)).toEqual([
    { kind, lane: "hot", scheduled: 1, due: 1, claimed: 0, oldestDueAt: later(now, -1_000) },
    { kind, lane: "ordinary", scheduled: 3, due: 1, claimed: 1, oldestDueAt: later(now, -5_000) },
  ]);
});
