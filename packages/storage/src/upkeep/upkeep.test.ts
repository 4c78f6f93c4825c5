import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { buildCrawl, buildEpisode } from "../../test/build-looks.ts";
import { later, openTestStore, registerTestFeed } from "../../test/open-test-store.ts";
import {
  claimDue,
  endSubscription,
  inTransaction,
  maintainPartitions,
  purge,
  reconcileSchedule,
  saveCrawl,
} from "../index.ts";

const store = await openTestStore();
const { db } = store;
const now = new Date("2026-11-20T12:00:00.000Z");
const day = 86_400_000;

async function insertProbe(at: Date): Promise<void> {
  await db
    .insertInto("probes")
    .values({
      media_id: 1,
      at,
      vantage: "local",
      verdict: "healthy",
      codes: null,
      status: 206,
      hops: 1,
      total_ms: 5,
    })
    .execute();
}

async function probesByTable(): Promise<Record<string, number>> {
  const { rows } = await sql<{ name: string; total: number }>`
    SELECT tableoid::regclass::text AS name, count(*) AS total FROM probes GROUP BY 1 ORDER BY 1`.execute(db);
  return Object.fromEntries(rows.map((row) => [row.name, row.total]));
}

describe("partitions", () => {
  test("are made ahead, filled from the default one, and dropped when old", async () => {
    for (const days of [-9, 0, 1]) await insertProbe(later(now, days * day));
    expect(await probesByTable()).toEqual({ probes_default: 3 });
    const first = await maintainPartitions(store, { now, keepDays: 7, keepRollupDays: 90 });
    expect(first.made).toHaveLength(12);
    expect(first.made).toContain("probes_20261120");
    expect(await probesByTable()).toEqual({ probes_20261120: 1, probes_20261121: 1 });
    expect(await maintainPartitions(store, { now, keepDays: 7, keepRollupDays: 90 })).toEqual({
      made: [],
      dropped: [],
    });

    await insertProbe(later(now, 2 * day));
    const week = await maintainPartitions(store, {
      now: later(now, 8 * day),
      keepDays: 7,
      keepRollupDays: 90,
    });
    expect([...week.dropped].sort()).toEqual(["host_checks_20261120", "probes_20261120"]);
    expect(await probesByTable()).toEqual({ probes_20261121: 1, probes_20261122: 1 });
  });

  test("are made once by several at the same time", async () => {
    const at = later(now, 30 * day);
    const results = await Promise.all(
      [1, 2, 3].map(() => maintainPartitions(store, { now: at, keepDays: 7, keepRollupDays: 90 })),
    );
    expect(results.map(({ made }) => made.length).sort()).toEqual([0, 0, 12]);
  });
});

test("the schedule is made to agree with what is watched", async () => {
  const feed = await crawledFeed("https://reconcile.example/feed.xml", ["a", "b"], "reconcile.example");
  const before = await db
    .selectFrom("schedule")
    .select(["kind", "subject_id"])
    .orderBy("kind")
    .orderBy("subject_id")
    .execute();
  expect(await reconcileSchedule(db, now)).toEqual({ added: 0, removedMediaIds: [] });
  await sql`DELETE FROM schedule WHERE kind = 'feed' AND subject_id = ${feed.feedId}`.execute(db);
  await sql`DELETE FROM schedule WHERE kind = 'media' AND subject_id = (SELECT max(id) FROM media)`.execute(
    db,
  );
  await sql`INSERT INTO schedule (kind, subject_id, lane, due_at, ready_at) VALUES ('media', 999, 1, now(), now())`.execute(
    db,
  );
  expect(await reconcileSchedule(db, now)).toEqual({
    added: 2,
    removedMediaIds: [expect.any(Number)],
  });
  const after = await db
    .selectFrom("schedule")
    .select(["kind", "subject_id"])
    .orderBy("kind")
    .orderBy("subject_id")
    .execute();
  expect(after).toEqual(before);
  const end = { id: feed.subscription.id, publisherId: feed.publisherId, now: later(now, -40 * day) };
  await inTransaction(store, (tx) => endSubscription(tx, end));
  await purge(store, now);
});

describe("purging", () => {
  test("forgets a feed 30 days after its last subscription ended, and what only it carried", async () => {
    const ended = await crawledFeed("https://purge.example/ended.xml", ["shared", "own"]);
    const active = await crawledFeed("https://purge.example/active.xml", ["shared"]);
    const end = { id: ended.subscription.id, publisherId: ended.publisherId, now };
    await inTransaction(store, (tx) => endSubscription(tx, end));
    expect(await purge(store, later(now, 29 * day))).toMatchObject({ feeds: 0, media: 0 });
    expect(await purge(store, later(now, 31 * day))).toMatchObject({ feeds: 1, media: 1 });
    const feeds = await db.selectFrom("feeds").select("id").execute();
    expect(feeds).toEqual([{ id: active.feedId }]);
    const media = await db.selectFrom("media").select("url").execute();
    expect(media).toEqual([{ url: "https://media.example/shared" }]);
  });

  test("retires hosts that nothing watched leads over, a week after they were last seen", async () => {
    const { subscription, publisherId } = await crawledFeed(
      "https://retire.example/feed.xml",
      ["own"],
      "gone.example",
    );
    const host = await db
      .selectFrom("hosts")
      .select("id")
      .where("hostname", "=", "gone.example")
      .executeTakeFirstOrThrow();
    await inTransaction(store, (tx) => endSubscription(tx, { id: subscription.id, publisherId, now }));
    expect((await purge(store, later(now, 6 * day))).retiredHostIds).toEqual([]);
    expect((await purge(store, later(now, 8 * day))).retiredHostIds).toContain(host.id);
    const scheduled = await db
      .selectFrom("schedule as s")
      .innerJoin("hosts as h", "h.id", "s.subject_id")
      .select("h.hostname")
      .where("s.kind", "=", "host")
      .execute();
    expect(scheduled.map(({ hostname }) => hostname).sort()).toEqual(["media.example", "purge.example"]);
  });
});

async function crawledFeed(url: string, files: readonly string[], host = "media.example") {
  const feed = await registerTestFeed(store, url, now);
  const { claimId } = await claimDue(db, { kind: "feed", limit: 100, leaseMs: 0, now });
  const episodes = files.map((file) => buildEpisode(file, `https://${host}/${file}`));
  await inTransaction(store, (tx) =>
    saveCrawl(tx, buildCrawl({ feedId: feed.feedId, claimId, now }, episodes)),
  );
  return feed;
}
