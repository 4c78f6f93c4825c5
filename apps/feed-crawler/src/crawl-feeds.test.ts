import { randomUUID } from "node:crypto";
import { claimDue, scheduleNow } from "@earshot/storage";
import { expect, test } from "vitest";
import { openCrawlWorld } from "../test/open-crawl-world.ts";
import { crawlFeeds } from "./crawl-feeds.ts";

const world = await openCrawlWorld();
const { watchShow, crawl, codes, guids, incidents, noticeTypes } = world;
const minutes = 60_000;

test("another podcast's feed is not taken over, is an incident, and is over when the right one is back", async () => {
  const { show, feedId, publisherId } = await watchShow("Morning Tide", 8);
  const known = await guids(feedId);
  const other = world.host.addShow({ hostname: "feeds.example", title: "Somebody Else", episodes: 12 });
  const wrong = await fetchDocument(other.feedUrl);
  show.replaceDocument(wrong);
  await crawl(feedId);
  expect(await codes(feedId)).toContain("feed.identity-changed");
  expect(await guids(feedId)).toEqual(known);
  expect((await incidents()).at(-1)).toMatchObject({ key: `feed:${feedId}:integrity`, state: "open" });
  show.replaceDocument(null);
  await crawl(feedId, 10_000);
  await crawl(feedId, 10_000);
  expect((await incidents()).at(-1)).toMatchObject({ state: "resolved", reason: "recovered" });
  expect(await noticeTypes(publisherId)).toEqual(["incident.opened", "incident.resolved"]);
});

test("lost episodes stay an incident through unchanged answers, until they are given up", async () => {
  const { show, feedId } = await watchShow("Evening Ebb", 10);
  show.dropEpisodes((_, index) => index >= 2 && index < 6);
  await crawl(feedId);
  await crawl(feedId, 10_000);
  expect(await codes(feedId)).toContain("feed.items-lost");
  expect((await incidents()).at(-1)).toMatchObject({ key: `feed:${feedId}:integrity`, state: "open" });
  // After a period of clean crawls without them the episodes are believed to be gone.
  await crawl(feedId, 16 * minutes);
  await crawl(feedId, 10_000);
  await crawl(feedId, 10_000);
  expect(await guids(feedId)).toHaveLength(6);
  expect(await codes(feedId)).not.toContain("feed.items-lost");
  expect((await incidents()).at(-1)).toMatchObject({ state: "resolved" });
});

test("a rolling feed that drops its oldest episodes for new ones loses nothing", async () => {
  const { show, feedId, publisherId } = await watchShow("Newest Ten", 10);
  for (let round = 0; round < 4; round += 1) {
    show.publish();
    show.publish();
    show.publish();
    show.dropEpisodes((_, index) => index >= 10);
    await crawl(feedId);
  }
  expect(await codes(feedId)).toEqual([]);
  expect(await noticeTypes(publisherId)).toEqual([]);
});

test("new guids for old episodes are told once for each document, and are no incident", async () => {
  const { show, feedId, publisherId } = await watchShow("New Labels", 10);
  for (const { guid } of [...show.episodes]) show.replaceEpisode(guid, { guid: `new-${guid}` });
  await crawl(feedId);
  await crawl(feedId);
  expect(await noticeTypes(publisherId)).toEqual(["feed.changed"]);
});

test("a web page instead of the feed is an incident of the feed, and its episodes stay", async () => {
  const { show, feedId } = await watchShow("Gone Astray", 3);
  show.replaceDocument("<!doctype html><title>Not found</title><p>Sorry</p>", "text/html");
  await crawl(feedId);
  expect((await incidents()).at(-1)).toMatchObject({ key: `feed:${feedId}:document`, state: "open" });
  expect(await guids(feedId)).toHaveLength(3);
});

async function fetchDocument(url: string): Promise<string> {
  const document = await world.prober.openDocument({ url, headers: {}, deadlineMs: 5_000 });
  const pieces: Uint8Array[] = [];
  for await (const piece of document.answer?.body ?? []) pieces.push(piece);
  document.conclude([]);
  return Buffer.concat(pieces).toString("utf8");
}

test("feeds of one job that are as they were are recorded together, and those of a lost claim not at all", async () => {
  const shows = [];
  for (const title of ["One", "Two", "Three"]) shows.push(await watchShow(title, 3));
  const ids = shows.map(({ feedId }) => feedId);
  const { store, deps } = world;
  world.advance(30 * minutes);
  const now = deps.clock();
  await scheduleNow(store.db, { kind: "feed", ids, lane: "ordinary", now });
  const { claimId } = await claimDue(store.db, { kind: "feed", limit: 100, leaseMs: deps.leaseMs, now });
  const [lost = 0] = ids;
  await store.db
    .updateTable("schedule")
    .set({ claim_id: randomUUID() })
    .where("kind", "=", "feed")
    .where("subject_id", "=", lost)
    .execute();
  const written: number[] = [];
  const recorder = {
    write: async (crawls: Parameters<typeof deps.recorder.write>[0]) => {
      written.push(...crawls.map(({ feedId }) => feedId));
      await deps.recorder.write(crawls);
    },
  };
  await crawlFeeds({ ...deps, recorder }, { claimId, feedIds: ids });
  expect(written.sort()).toEqual(ids.filter((id) => id !== lost));
  const rows = await store.db
    .selectFrom("feeds")
    .select(["id", "status", "verdict", "crawled_at"])
    .where("id", "in", ids)
    .orderBy("id")
    .execute();
  expect(rows.map(({ status, crawled_at }) => [status, crawled_at?.getTime() === now.getTime()])).toEqual([
    [200, false],
    [304, true],
    [304, true],
  ]);
});
