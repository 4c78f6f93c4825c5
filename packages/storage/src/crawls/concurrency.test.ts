import { soundHealth } from "@earshot/domain";
import { expect, test } from "vitest";
import { buildCrawl, buildEpisode, buildHostCheck, buildProbe } from "../../test/build-looks.ts";
import { later, openTestStore } from "../../test/open-test-store.ts";
import {
  claimDue,
  claimDueMedia,
  createPublisher,
  endSubscription,
  inTransaction,
  readHostsForCheck,
  registerFeed,
  saveCrawl,
  saveHostCheck,
  saveProbes,
} from "../index.ts";

const store = await openTestStore();
const { db } = store;
const start = new Date("2026-11-01T12:00:00.000Z");
const budget = { hostRate: 1_000, hostConcurrency: 1_000 };
const rounds = 12;

/** Runs one kind of work some rounds, a second of its own clock apart. */
async function repeat(work: (now: Date, round: number) => Promise<unknown>): Promise<void> {
  for (let round = 0; round < rounds; round++) await work(later(start, round * 1_000), round);
}

async function crawlAll(now: Date, round: number): Promise<void> {
  const { claimId, subjects } = await claimDue(db, { kind: "feed", limit: 5, leaseMs: 1_000, now });
  for (const { id: feedId } of subjects) {
    // All feeds carry the same URLs on the same hosts, in orders of their own.
    const episodes = Array.from({ length: 40 }, (_, n) => {
      const k = (n * (feedId % 7 === 0 ? 3 : 7) + feedId + round) % 41;
      return buildEpisode(`g${k}`, `https://h${k % 9}.example/${k}.mp3`, later(start, -k * 1_000));
    });
    const next = { at: later(now, 1_000), lane: "ordinary" as const };
    const crawl = { ...buildCrawl({ feedId, claimId, now }, episodes), next, vanishAfterMs: 1_000 };
    await inTransaction(store, (tx) => saveCrawl(tx, crawl));
  }
}

async function probeAll(now: Date, round: number): Promise<void> {
  const { claimId, subjects } = await claimDueMedia(db, { limit: 30, leaseMs: 1_000, now, ...budget });
  const outcomes = subjects.map(({ id: mediaId, hostId }) => ({
    mediaId,
    claimId,
    probe: buildProbe({
      url: "https://x.example/",
      at: now,
      hosts: [`h${hostId}.example`, `cdn${(mediaId + round) % 5}.example`],
    }),
    health: soundHealth,
    hotStep: round % 2 === 0 ? 1 : null,
    rangeIgnored: false,
    next: { at: later(now, 1_000), lane: "ordinary" as const },
  }));
  await inTransaction(store, (tx) => saveProbes(tx, { outcomes, now }));
}

async function checkAll(now: Date, round: number): Promise<void> {
  const { claimId, subjects } = await claimDue(db, { kind: "host", limit: 5, leaseMs: 1_000, now });
  const hosts = await readHostsForCheck(
    db,
    subjects.map(({ id }) => id),
    now,
  );
  for (const { id: hostId, hostname } of hosts) {
    const leaves = { "192.0.2.1": `leaf ${round % 3}`, "192.0.2.2": `leaf ${hostId % 3}` };
    const check = buildHostCheck({ hostname, at: now, leaves });
    const next = { at: later(now, 1_000), lane: "ordinary" as const };
    await inTransaction(store, (tx) =>
      saveHostCheck(tx, { hostId, claimId, check, health: soundHealth, next, now }),
    );
  }
}

test("everything at once, on the same feeds, media and hosts, loses and breaks nothing", async () => {
  const publishers = await Promise.all(
    [1, 2, 3].map((n) => createPublisher(db, { name: `p${n}`, now: start })),
  );
  const register = (publisherId: string, n: number, now: Date) =>
    inTransaction(store, (tx) =>
      registerFeed(tx, { publisherId, url: `https://feeds${n % 3}.example/${n}.xml`, now }),
    );
  for (const { id } of publishers) for (let n = 0; n < 8; n++) await register(id, n, start);

  const comeAndGo = (publisherId: string) =>
    repeat(async (now, round) => {
      const { subscription } = await register(publisherId, round % 8, now);
      await inTransaction(store, (tx) => endSubscription(tx, { id: subscription.id, publisherId, now }));
      await register(publisherId, round % 8, now);
    });
  await Promise.all([
    repeat(crawlAll),
    repeat(crawlAll),
    repeat(probeAll),
    repeat(probeAll),
    repeat(checkAll),
    repeat(checkAll),
    ...publishers.map(({ id }) => comeAndGo(id)),
  ]);

  const active = await db.selectFrom("subscriptions").select("id").where("ended_at", "is", null).execute();
  expect(active).toHaveLength(24);
  const media = await db.selectFrom("media").select("id").execute();
  expect(media).toHaveLength(41);
  // Whatever some watched feed carries is on the schedule, and nothing else.
  const carried = await db
    .selectFrom("enclosures")
    .select("media_id")
    .distinct()
    .where("vanished_at", "is", null)
    .execute();
  const scheduled = await db
    .selectFrom("schedule")
    .select("subject_id")
    .where("kind", "=", "media")
    .execute();
  expect(scheduled.map((row) => row.subject_id).sort()).toEqual(carried.map((row) => row.media_id).sort());
});
