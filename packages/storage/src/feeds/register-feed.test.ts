import { describe, expect, test } from "vitest";
import { buildCrawl, buildEpisode } from "../../test/build-looks.ts";
import { later, openTestStore, registerTestFeed } from "../../test/open-test-store.ts";
import {
  claimDue,
  createPublisher,
  endSubscription,
  inTransaction,
  listSubscriptions,
  readEnclosure,
  readFeedForCrawl,
  readSubscription,
  registerFeed,
  type ScheduledKind,
  saveCrawl,
  updateSubscription,
} from "../index.ts";

const store = await openTestStore();
const { db } = store;
const now = new Date("2026-11-01T12:00:00.000Z");
let feeds = 0;

function newUrl(): string {
  feeds += 1;
  return `https://feeds.example/${feeds}.xml`;
}

async function scheduled(kind: ScheduledKind, id: number) {
  return db
    .selectFrom("schedule")
    .selectAll()
    .where("kind", "=", kind)
    .where("subject_id", "=", id)
    .executeTakeFirst();
}

describe("registering", () => {
  test("makes a subscription to a feed that is due now and hot, and its host too", async () => {
    const url = newUrl();
    const { publisherId, subscription, feedId } = await registerTestFeed(store, url, now);
    expect(subscription).toMatchObject({
      publisherId,
      url,
      labels: [],
      createdAt: now,
      verdict: null,
      crawledAt: null,
    });
    expect(await scheduled("feed", feedId)).toMatchObject({ lane: 0, due_at: now });
    const { host_id } = await db
      .selectFrom("feeds")
      .select("host_id")
      .where("id", "=", feedId)
      .executeTakeFirstOrThrow();
    expect(await scheduled("host", host_id)).toBeDefined();
  });

  test("again gives what is there", async () => {
    const url = newUrl();
    const { publisherId, subscription } = await registerTestFeed(store, url, now);
    const again = await inTransaction(store, (tx) =>
      registerFeed(tx, { publisherId, url, now: later(now, 9_000) }),
    );
    expect(again).toEqual({ subscription, created: false });
  });

  test("at the same time, by several, makes one feed and one subscription each", async () => {
    const url = newUrl();
    const one = await createPublisher(db, { name: "One", now });
    const two = await createPublisher(db, { name: "Two", now });
    const results = await Promise.all(
      [one, two, one, two].map(({ id }) =>
        inTransaction(store, (tx) => registerFeed(tx, { publisherId: id, url, now })),
      ),
    );
    expect(results.filter((result) => result.created)).toHaveLength(2);
    expect(new Set(results.map((result) => result.subscription.feedId)).size).toBe(1);
    expect(new Set(results.map((result) => result.subscription.id)).size).toBe(2);
  });
});

describe("unsubscribing", () => {
  async function crawled(url: string) {
    const feed = await registerTestFeed(store, url, now);
    const { claimId } = await claimDue(db, { kind: "feed", limit: 100, leaseMs: 1, now });
    const crawl = buildCrawl({ feedId: feed.feedId, claimId, now }, [buildEpisode("a", `${url}/a.mp3`)]);
    const changes = await inTransaction(store, (tx) => saveCrawl(tx, crawl));
    return { ...feed, mediaId: changes?.mediaIds[0] ?? 0 };
  }

  test("by the last publisher takes the feed and its media off the schedule; registering brings them back", async () => {
    const url = newUrl();
    const { publisherId, subscription, feedId, mediaId } = await crawled(url);
    const end = { id: subscription.id, publisherId, now };
    expect(await inTransaction(store, (tx) => endSubscription(tx, end))).toEqual({
      feedId,
      last: true,
      mediaIds: [mediaId],
    });
    expect(await scheduled("feed", feedId)).toBeUndefined();
    expect(await scheduled("media", mediaId)).toBeUndefined();
    expect(await readSubscription(db, { id: subscription.id, publisherId })).toBeUndefined();
    expect(await inTransaction(store, (tx) => endSubscription(tx, end))).toBeUndefined();
    const back = await inTransaction(store, (tx) => registerFeed(tx, { publisherId, url, now }));
    expect(back.created).toBe(true);
    expect(back.subscription.id).not.toBe(subscription.id);
    expect(await scheduled("feed", feedId)).toMatchObject({ lane: 0 });
    expect(await readFeedForCrawl(db, feedId)).toMatchObject({ etag: null, bodyHash: null, episodes: 1 });
    expect(await scheduled("media", mediaId)).toBeDefined();
  });

  test("by one of two leaves everything as it is", async () => {
    const url = newUrl();
    const { publisherId, subscription, feedId, mediaId } = await crawled(url);
    await registerTestFeed(store, url, now);
    const ended = await inTransaction(store, (tx) =>
      endSubscription(tx, { id: subscription.id, publisherId, now }),
    );
    expect(ended).toEqual({ feedId, last: false, mediaIds: [] });
    expect(await scheduled("media", mediaId)).toBeDefined();
  });
});

describe("tenants", () => {
  test("neither see, change nor end what is another's, and ops sees all", async () => {
    const { subscription, feedId } = await registerTestFeed(store, newUrl(), now);
    const { id: publisherId } = await createPublisher(db, { name: "Stranger", now });
    const id = subscription.id;
    expect(await readSubscription(db, { id, publisherId })).toBeUndefined();
    expect(await listSubscriptions(db, { publisherId, limit: 9 })).toEqual([]);
    expect(await updateSubscription(db, { id, publisherId }, { labels: ["x"] })).toBe(false);
    expect(await inTransaction(store, (tx) => endSubscription(tx, { id, publisherId, now }))).toBeUndefined();
    const enclosure = await db
      .selectFrom("enclosures")
      .select("id")
      .where("feed_id", "=", feedId)
      .executeTakeFirst();
    expect(await readEnclosure(db, { id: enclosure?.id ?? 1, publisherId })).toBeUndefined();
    expect(await readSubscription(db, { id, publisherId: null })).toMatchObject({ id });
  });
});

describe("listing", () => {
  test("goes page by page, newest first, and can be narrowed", async () => {
    const { id: publisherId } = await createPublisher(db, { name: "Lister", now });
    for (let n = 0; n < 5; n++) {
      const labels = n % 2 === 0 ? ["even"] : [];
      await inTransaction(store, (tx) =>
        registerFeed(tx, { publisherId, url: `https://list.example/${n}_x`, labels, now }),
      );
    }
    const urls = async (listing: object) =>
      (await listSubscriptions(db, { publisherId, limit: 2, ...listing })).map(({ url }) => url.slice(-3));
    expect(await urls({})).toEqual(["4_x", "3_x"]);
    const [, second] = await listSubscriptions(db, { publisherId, limit: 2 });
    expect(await urls({ after: second?.id })).toEqual(["2_x", "1_x"]);
    expect(await urls({ limit: 9, label: "even" })).toEqual(["4_x", "2_x", "0_x"]);
    expect(await urls({ search: "/1_" })).toEqual(["1_x"]);
    expect(await urls({ search: "%" })).toEqual([]);
  });
});
