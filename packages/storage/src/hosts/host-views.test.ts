import { soundHealth } from "@earshot/domain";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { buildCrawl, buildEpisode, buildHostCheck } from "../../test/build-looks.ts";
import { later, openTestStore, registerTestFeed } from "../../test/open-test-store.ts";
import {
  claimDue,
  endSubscription,
  inTransaction,
  listFeedsOfHosts,
  purge,
  readDeadlines,
  readExpiryOutlook,
  readPublisherUse,
  registerFeed,
  saveCrawl,
  saveHostCheck,
} from "../index.ts";

const store = await openTestStore();
const { db } = store;
const now = new Date("2026-11-01T12:00:00.000Z");
const day = 86_400_000;

const first = await registerTestFeed(store, "https://one.example/feed.xml", now);
const second = await registerTestFeed(store, "https://two.example/feed.xml", now);
await crawlAll();

/** Both shows have an episode on the shared host; the first has one of its own besides. */
async function crawlAll(): Promise<void> {
  const { claimId } = await claimDue(db, { kind: "feed", limit: 10, leaseMs: day, now });
  const shared = (guid: string) => buildEpisode(guid, `https://shared.example/${guid}.mp3`);
  const own = buildEpisode("own", "https://own.example/own.mp3");
  await inTransaction(store, (tx) =>
    saveCrawl(tx, buildCrawl({ feedId: first.feedId, claimId, now }, [shared("a"), own])),
  );
  await inTransaction(store, (tx) =>
    saveCrawl(tx, buildCrawl({ feedId: second.feedId, claimId, now }, [shared("b")])),
  );
}

async function hostId(hostname: string): Promise<number> {
  const row = await db
    .selectFrom("hosts")
    .select("id")
    .where("hostname", "=", hostname)
    .executeTakeFirstOrThrow();
  return row.id;
}

async function saveExpiry(claimId: string, hostname: string, expiresAt: Date): Promise<void> {
  const check = buildHostCheck({
    hostname,
    at: now,
    leaves: { "192.0.2.1": hostname },
    expiresAt: expiresAt.toISOString(),
  });
  const next = { at: later(now, day), lane: "ordinary" } as const;
  const id = await hostId(hostname);
  await inTransaction(store, (tx) =>
    saveHostCheck(tx, { hostId: id, claimId, check, health: soundHealth, next, now }),
  );
}

test("an account's feeds and their enclosures are counted", async () => {
  const { publisherId } = first;
  expect(await readPublisherUse(db, publisherId)).toEqual({ feeds: 1, enclosures: 2 });
  const other = { publisherId, url: "https://three.example/feed.xml", now };
  const { subscription } = await inTransaction(store, (tx) => registerFeed(tx, other));
  expect(await readPublisherUse(db, publisherId)).toEqual({ feeds: 2, enclosures: 2 });
  await inTransaction(store, (tx) => endSubscription(tx, { id: subscription.id, publisherId, now }));
  expect(await readPublisherUse(db, publisherId)).toEqual({ feeds: 1, enclosures: 2 });
});

test("the feeds behind a host are those whose episodes cross it, one's own only", async () => {
  const hostIds = [await hostId("shared.example"), await hostId("own.example")];
  const all = await listFeedsOfHosts(db, { publisherId: null, hostIds, perHost: 20 });
  expect(all.map((feed) => [feed.hostId, feed.id])).toEqual([
    [hostIds[0], first.subscription.id],
    [hostIds[0], second.subscription.id],
    [hostIds[1], first.subscription.id],
  ]);
  const own = await listFeedsOfHosts(db, { publisherId: second.publisherId, hostIds, perHost: 20 });
  expect(own).toEqual([{ hostId: hostIds[0], id: second.subscription.id, title: "A show" }]);
  expect(await listFeedsOfHosts(db, { publisherId: null, hostIds, perHost: 1 })).toHaveLength(2);
});

test("the outlook names the soonest end ahead and counts what ends soon", async () => {
  expect(await readExpiryOutlook(db, now)).toEqual({
    soonestAt: null,
    within2d: 0,
    within7d: 0,
    within30d: 0,
  });
  const { claimId } = await claimDue(db, { kind: "host", limit: 10, leaseMs: day, now });
  await saveExpiry(claimId, "one.example", later(now, -day));
  await saveExpiry(claimId, "two.example", later(now, 2 * day));
  await saveExpiry(claimId, "own.example", later(now, 10 * day));
  await saveExpiry(claimId, "shared.example", later(now, 90 * day));
  expect(await readExpiryOutlook(db, now)).toEqual({
    soonestAt: later(now, 2 * day),
    within2d: 1,
    within7d: 1,
    within30d: 2,
  });
});

test("a forecast counts each show's episodes behind a host, before and after upkeep has counted them", async () => {
  const question = { publisherId: null, from: now, until: later(now, 365 * day), limit: 100 };
  const counts = async () =>
    (await readDeadlines(db, question)).map(({ hostname, shows, episodes }) => [hostname, shows, episodes]);
  const expected = [
    ["two.example", 0, 0],
    ["own.example", 1, 1],
    ["shared.example", 2, 2],
  ];
  const { rows } = await sql`SELECT 1 FROM feed_hosts WHERE episodes IS NULL`.execute(db);
  expect(rows.length).toBeGreaterThan(0);
  expect(await counts()).toEqual(expected);
  await purge(store, now);
  expect((await sql`SELECT 1 FROM feed_hosts WHERE episodes IS NULL`.execute(db)).rows).toEqual([]);
  expect(await counts()).toEqual(expected);

  // One more episode on the shared host, and one fewer on the show's own.
  const crawlAgain = async (at: Date) => {
    const { claimId } = await claimDue(db, { kind: "feed", limit: 10, leaseMs: day, now: at });
    const episodes = ["a", "c"].map((guid) => buildEpisode(guid, `https://shared.example/${guid}.mp3`));
    const crawl = buildCrawl({ feedId: first.feedId, claimId, now: at }, episodes);
    await inTransaction(store, (tx) => saveCrawl(tx, crawl));
  };
  await crawlAgain(later(now, day / 2));
  expect(await counts()).toContainEqual(["shared.example", 2, 3]);
  await purge(store, now);
  for (const days of [1, 2, 3]) await crawlAgain(later(now, days * day));
  expect(await counts()).toContainEqual(["own.example", 0, 0]);
});
