import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { later, openTestStore } from "../../test/open-test-store.ts";
import {
  claimDueMedia,
  commitClaims,
  inTransaction,
  openIncident,
  readMediaForProbe,
  releaseParked,
  scheduleNow,
  updateIncident,
  upsertHosts,
  wakeUnheard,
} from "../index.ts";

const store = await openTestStore();
const { db } = store;
const start = new Date("2026-11-01T12:00:00.000Z");
const hourMs = 3_600_000;
const budget = { hostRate: 5, hostConcurrency: 1_000 };
const names = ["own.example", "cdn.example", "other.example"].map((hostname) => ({
  hostname,
  port: 443,
  tls: true,
}));
const [own = 0, cdn = 0, other = 0] = [...(await upsertHosts(db, names, start)).values()];

beforeEach(async () => {
  await db.deleteFrom("media").execute();
  await db.deleteFrom("schedule").execute();
  await db.deleteFrom("host_slots").execute();
  await setTroubled(cdn, false);
  await setTroubled(own, false);
});

async function setTroubled(hostId: number, troubled: boolean): Promise<void> {
  const health = troubled ? '{"state":"bad"}' : "{}";
  await sql`UPDATE hosts SET health = ${health} WHERE id = ${hostId}`.execute(db);
}

/** Media of hosts of their own, whose chains cross the hosts given; all due at `start`. Gives the ids, in order. */
async function addMedia(count: number, chain: readonly number[]): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    WITH m AS (
      INSERT INTO media (url, url_hash, host_id, first_seen_at, probed_at)
      SELECT 'https://own.example/' || gen_random_uuid(), gen_random_uuid(), ${own}, ${start}, ${start}
      FROM generate_series(1, ${count}) RETURNING id
    ), w AS (
      INSERT INTO media_hosts (media_id, host_id, position)
      SELECT m.id, c.id, c.position FROM m, unnest(${chain}::bigint[]) WITH ORDINALITY AS c(id, position)
    ), s AS (
      INSERT INTO schedule (kind, subject_id, host_id, lane, due_at, ready_at)
      SELECT 'media', id, ${own}, 1, ${start}, ${start} FROM m
    ) SELECT id FROM m ORDER BY id`.execute(db);
  return rows.map(({ id }) => id);
}

async function claim(now: Date) {
  const claimed = await claimDueMedia(db, { ...budget, hostRate: 10_000, limit: 500, leaseMs: hourMs, now });
  return { ...claimed, ids: claimed.subjects.map(({ id }) => id).sort((one, two) => one - two) };
}

async function parkedIds(): Promise<readonly number[]> {
  const rows = await db
    .selectFrom("schedule")
    .select("subject_id")
    .where("parked_by", "is not", null)
    .orderBy("subject_id")
    .execute();
  return rows.map((row) => row.subject_id);
}

async function readyMs(): Promise<readonly number[]> {
  const rows = await db.selectFrom("schedule").select("ready_at").orderBy("ready_at").execute();
  return rows.map(({ ready_at }) => ready_at.getTime() - start.getTime());
}

describe("while a host has an open incident", () => {
  test("every URL whose chain crosses it is parked but for the three latest, and others go on", async () => {
    const behind = await addMedia(10, [own, cdn]);
    const apart = await addMedia(2, [own, other]);
    await setTroubled(cdn, true);
    const { ids } = await claim(start);
    expect(ids).toEqual([...behind.slice(-3), ...apart]);
    expect(await parkedIds()).toEqual(behind.slice(0, -3));
    expect((await claim(later(start, 60_000))).ids).toEqual([]);
  });

  test("a URL that was never probed is probed once, so that it has a verdict", async () => {
    const unknown = await addMedia(6, [own]);
    await sql`UPDATE media SET probed_at = NULL`.execute(db);
    await setTroubled(own, true);
    expect((await claim(start)).ids).toEqual(unknown);
    expect(await parkedIds()).toEqual([]);
  });

  test("a parked URL that somebody asks about is looked at once, and parked again", async () => {
    const [asked = 0] = await addMedia(4, [own, cdn]);
    await setTroubled(cdn, true);
    await claim(start);
    await scheduleNow(db, { kind: "media", ids: [asked], lane: "ordinary", now: later(start, 1_000) });
    const { claimId, ids } = await claim(later(start, 1_000));
    expect(ids).toEqual([asked]);
    const dueAt = later(start, 60_000);
    const outcomes = [{ id: asked, claimId, dueAt, lane: "ordinary" as const }];
    await commitClaims(db, { kind: "media", outcomes, now: later(start, 2_000) });
    expect((await claim(dueAt)).ids).toEqual([]);
    expect(await parkedIds()).toEqual([asked]);
  });

  test("a URL that somebody wants to know about is looked at, and not parked first", async () => {
    const [asked = 0, suspect = 0, member = 0, fresh = 0] = await addMedia(8, [own, cdn]);
    await sql`UPDATE schedule SET lane = 0 WHERE subject_id IN (${asked}, ${fresh})`.execute(db);
    await sql`UPDATE media SET hot_step = 2 WHERE id = ${fresh}`.execute(db);
    await sql`UPDATE media SET health = '{"state":"suspect"}' WHERE id = ${suspect}`.execute(db);
    await sql`UPDATE media SET health = '{"state":"bad"}' WHERE id = ${member}`.execute(db);
    await setTroubled(cdn, true);
    const { ids } = await claim(start);
    expect(ids.slice(0, 3)).toEqual([asked, suspect, member]);
    expect(ids).toHaveLength(3 + 3);
    // The hot schedule of a new episode tells nothing that the host's incident does not.
    expect(await parkedIds()).toContain(fresh);
  });

  test("a URL is not parked for ever: after half a day it is looked at, for its chain may lead elsewhere now", async () => {
    const behind = await addMedia(5, [own, cdn]);
    await setTroubled(cdn, true);
    await claim(start);
    const much = await claim(later(start, 12 * hourMs));
    expect(much.ids).toEqual(behind);
  });
});

describe("when the host recovers", () => {
  test("nothing is released while it is in trouble, and everything once, by planners at the same time", async () => {
    await addMedia(200, [own, cdn]);
    await setTroubled(cdn, true);
    await claim(start);
    expect(await releaseParked(db, { hostRate: 5, now: start })).toBe(0);
    await setTroubled(cdn, false);
    const counts = await Promise.all([1, 2, 3].map(() => releaseParked(db, { hostRate: 5, now: start })));
    expect(counts.reduce((sum, count) => sum + count)).toBe(197);
    expect(await parkedIds()).toEqual([]);
  });

  test("what was parked comes back slowly at first, and never faster than the host's rate", async () => {
    await addMedia(400, [own, cdn]);
    await setTroubled(cdn, true);
    await claim(start);
    await setTroubled(cdn, false);
    await releaseParked(db, { hostRate: 5, now: start });
    const ready = (await readyMs()).slice(0, 397);
    expect(ready.filter((ms) => ms < 10_000).length).toBeLessThanOrEqual(10);
    for (const [index, ms] of ready.entries()) {
      expect(ready.slice(index).filter((other) => other < ms + 9_990).length).toBeLessThanOrEqual(51);
    }
    expect(Math.max(...ready)).toBeLessThan(120_000);
  });

  test("hot URLs come first, then the longest due", async () => {
    const ids = await addMedia(6, [own, cdn]);
    const [first = 0, second = 0, third = 0] = ids;
    await sql`UPDATE schedule SET due_at = ${later(start, -hourMs)} WHERE subject_id = ${second}`.execute(db);
    await sql`UPDATE schedule SET lane = 0 WHERE subject_id = ${third}`.execute(db);
    await sql`UPDATE media SET hot_step = 1 WHERE id = ${third}`.execute(db);
    await setTroubled(cdn, true);
    await claim(start);
    await setTroubled(cdn, false);
    await releaseParked(db, { hostRate: 5, now: start });
    const rows = await db
      .selectFrom("schedule")
      .select("subject_id")
      .where("subject_id", "in", [first, second, third])
      .orderBy("ready_at")
      .execute();
    expect(rows.map((row) => row.subject_id)).toEqual([third, second, first]);
  });

  test("a URL that crosses another host in trouble waits on for that one", async () => {
    const [both = 0] = await addMedia(1, [own, cdn]);
    await addMedia(3, [own]);
    await addMedia(3, [cdn]);
    await setTroubled(own, true);
    await setTroubled(cdn, true);
    await claim(start);
    await setTroubled(own, false);
    await releaseParked(db, { hostRate: 5, now: start });
    await claim(later(start, 60_000));
    expect(await parkedIds()).toContain(both);
  });
});

describe("a host that its feeds have voted to be to blame", () => {
  async function openBlaming(hostId: number, blamedFor: "media" | "feed") {
    const incident = await inTransaction(store, (tx) =>
      openIncident(tx, {
        ...({ kind: "host", severity: "outage", codes: ["http.server-error"] } as const),
        ...{ key: `host:${hostId}:${blamedFor}`, since: start, now: start },
        ...{ place: { where: "cdn.example", failing: [] }, evidence: { first: {}, latest: {} } },
        blamed: { hostId, blamedFor },
      }),
    );
    const end = { state: "resolved", resolvedAt: start, reason: "recovered" } as const;
    return () =>
      inTransaction(store, (tx) => updateIncident(tx, incident.id, end, { kind: "told", now: start }));
  }

  test("has its enclosures parked like one that is bad itself, with a sample and a ramp", async () => {
    const behind = await addMedia(100, [own, cdn]);
    const apart = await addMedia(2, [own, other]);
    const resolve = await openBlaming(cdn, "media");
    expect((await claim(start)).ids).toEqual([...behind.slice(-3), ...apart]);
    const [looked] = await readMediaForProbe(db, behind.slice(-1));
    expect(looked?.troubledHostIds).toEqual([cdn]);
    expect(await releaseParked(db, { hostRate: 5, now: start })).toBe(0);
    await resolve();
    expect(await releaseParked(db, { hostRate: 5, now: start })).toBe(97);
    const ready = (await readyMs()).filter((ms) => ms < 10_000);
    expect(ready.length).toBeLessThanOrEqual(10);
  });

  test("for the documents that it serves goes on being asked for enclosures", async () => {
    const behind = await addMedia(6, [own, cdn]);
    const resolve = await openBlaming(cdn, "feed");
    expect((await claim(start)).ids).toEqual(behind);
    await resolve();
  });

  test("lets what was not heard there come back in the same ramp when it is over", async () => {
    const left = await addMedia(60, [own, cdn]);
    await sql`UPDATE media SET verdict = 'unreachable'`.execute(db);
    await sql`UPDATE schedule SET due_at = ${later(start, hourMs)}, ready_at = ${later(start, hourMs)}`.execute(
      db,
    );
    await wakeUnheard(db, cdn, start);
    expect(await releaseParked(db, { hostRate: 5, now: start })).toBe(left.length);
    const ready = await readyMs();
    expect(ready.filter((ms) => ms < 10_000).length).toBeLessThanOrEqual(10);
    expect(Math.max(...ready)).toBeLessThan(60_000);
  });
});

test("finding whom to release reads an index, however many are scheduled", async () => {
  await addMedia(3_000, [own, other]);
  await sql`ANALYZE schedule`.execute(db);
  const { rows } = await sql<{ "QUERY PLAN": string }>`
    EXPLAIN SELECT s.parked_by FROM schedule s WHERE s.parked_by > 7 ORDER BY s.parked_by LIMIT 1`.execute(
    db,
  );
  expect(rows.map((row) => row["QUERY PLAN"]).join("\n")).toContain("using schedule_parked");
});
