import type { ParsedEpisode } from "@earshot/domain";
import { expect, test } from "vitest";
import { buildCrawl, buildEpisode } from "../../test/build-looks.ts";
import { later, openTestStore, registerTestFeed } from "../../test/open-test-store.ts";
import {
  type AffectedPublisher,
  claimDue,
  createPublisher,
  endSubscription,
  inTransaction,
  readAffectedPublishers,
  registerFeed,
  saveCrawl,
} from "../index.ts";

const store = await openTestStore();
const { db } = store;
const now = new Date("2026-11-01T12:00:00.000Z");
const hour = 3_600_000;
let feeds = 0;

async function newFeed(feedHost: string, episodes: readonly ParsedEpisode[]) {
  const url = `https://${feedHost}/${feeds++}.xml`;
  const feed = await registerTestFeed(store, url, now);
  const { claimId } = await claimDue(db, { kind: "feed", limit: 100, leaseMs: 0, now });
  await inTransaction(store, (tx) =>
    saveCrawl(tx, buildCrawl({ feedId: feed.feedId, claimId, now }, episodes)),
  );
  return { ...feed, url };
}

function episodesOn(host: string, count: number): ParsedEpisode[] {
  return Array.from({ length: count }, (_, n) =>
    buildEpisode(`${host} ${n}`, `https://${host}/${n}.mp3`, later(now, -n * hour)),
  );
}

async function hostId(hostname: string): Promise<number> {
  const host = await db
    .selectFrom("hosts")
    .select("id")
    .where("hostname", "=", hostname)
    .executeTakeFirstOrThrow();
  return host.id;
}

async function affectedBy(by: Partial<Parameters<typeof readAffectedPublishers>[1]>) {
  const found = await readAffectedPublishers(db, { hostIds: [], mediaIds: [], feedIds: [], ...by });
  return new Map(found.map((publisher: AffectedPublisher) => [publisher.publisherId, publisher.scope]));
}

test("counts each publisher's own shows and episodes, and samples the newest of its own", async () => {
  const big = await newFeed("feeds-a.example", episodesOn("cdn-a.example", 30));
  const small = await newFeed("feeds-a.example", [
    ...episodesOn("cdn-a.example", 30).slice(0, 1),
    ...episodesOn("elsewhere-a.example", 5),
  ]);
  const untouched = await newFeed("feeds-a.example", episodesOn("elsewhere-a.example", 2));
  const affected = await affectedBy({ hostIds: [await hostId("cdn-a.example")] });
  expect([...affected.keys()].sort()).toEqual([big.publisherId, small.publisherId].sort());
  expect(affected.has(untouched.publisherId)).toBe(false);

  const scope = affected.get(big.publisherId);
  expect(scope).toMatchObject({ shows: 1, episodes: 30 });
  expect(scope?.samples.map((sample) => sample.url)).toEqual(
    Array.from({ length: 20 }, (_, n) => `https://cdn-a.example/${n}.mp3`),
  );
  expect(affected.get(small.publisherId)).toEqual({
    shows: 1,
    episodes: 1,
    endpoints: [],
    samples: [
      {
        feedId: small.subscription.id,
        show: "A show",
        episode: "Episode cdn-a.example 0",
        guid: "cdn-a.example 0",
        url: "https://cdn-a.example/0.mp3",
      },
    ],
  });
});

test("names the same episodes by each subscriber's own feed, and nobody who left", async () => {
  const one = await newFeed("feeds-b.example", episodesOn("cdn-b.example", 3));
  const { id: publisherId } = await createPublisher(db, { name: "Another", now });
  const two = await inTransaction(store, (tx) => registerFeed(tx, { publisherId, url: one.url, now }));
  const by = { hostIds: [await hostId("cdn-b.example")] };
  const feedIdsOf = async (publisher: string) =>
    (await affectedBy(by)).get(publisher)?.samples.map((sample) => sample.feedId);
  expect(await feedIdsOf(one.publisherId)).toEqual(Array(3).fill(one.subscription.id));
  expect(await feedIdsOf(publisherId)).toEqual(Array(3).fill(two.subscription.id));
  await inTransaction(store, (tx) => endSubscription(tx, { id: two.subscription.id, publisherId, now }));
  expect(await feedIdsOf(publisherId)).toBeUndefined();
});

test("adds up over several feeds, and takes a feed on the host for affected although no episode is", async () => {
  const served = await newFeed("feeds-c.example", episodesOn("cdn-c.example", 2));
  const { publisherId } = served;
  const url = "https://feeds-c.example/second.xml";
  const second = await inTransaction(store, (tx) => registerFeed(tx, { publisherId, url, now }));
  const { claimId } = await claimDue(db, { kind: "feed", limit: 100, leaseMs: 0, now });
  const crawl = buildCrawl(
    { feedId: second.subscription.feedId, claimId, now },
    episodesOn("cdn-c.example", 3),
  );
  await inTransaction(store, (tx) => saveCrawl(tx, crawl));

  expect((await affectedBy({ hostIds: [await hostId("cdn-c.example")] })).get(publisherId)).toMatchObject({
    shows: 2,
    episodes: 5,
  });
  const byFeedHost = await affectedBy({ hostIds: [await hostId("feeds-c.example")] });
  expect(byFeedHost.get(publisherId)).toEqual({ shows: 2, episodes: 0, samples: [], endpoints: [] });
  const byFeed = await affectedBy({ feedIds: [served.feedId] });
  expect(byFeed.get(publisherId)).toMatchObject({ shows: 1, episodes: 0 });
});

test("takes single media, and forgets what vanished from its feed", async () => {
  const { publisherId } = await newFeed("feeds-d.example", episodesOn("cdn-d.example", 2));
  const media = await db
    .selectFrom("media")
    .select("id")
    .where("url", "like", "https://cdn-d.example/%")
    .orderBy("url")
    .execute();
  const mediaIds = media.map((row) => row.id);
  expect((await affectedBy({ mediaIds })).get(publisherId)?.episodes).toBe(2);
  await db
    .updateTable("enclosures")
    .set({ vanished_at: now })
    .where("media_id", "=", mediaIds[1] ?? 0)
    .execute();
  expect((await affectedBy({ mediaIds })).get(publisherId)?.episodes).toBe(1);
});
