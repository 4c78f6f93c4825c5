import { evaluateStaleness, type ParsedEpisode, type ParsedShow } from "@earshot/domain";
import { expect, test } from "vitest";
import { evaluateMove, expectNextEpisode } from "./evaluate-show.ts";
import { parseFeed } from "./parse-feed.ts";

async function readShow(inside: string) {
  const { feed } = await parseFeed(
    Buffer.from(
      `<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>T</title>${inside}</channel></rss>`,
    ),
  );
  if (feed === null) throw new Error("the example is no feed");
  return feed;
}

const weekly: ParsedEpisode[] = Array.from({ length: 10 }, (_, week) => ({
  guid: `g-${week}`,
  title: null,
  publishedAt: new Date(Date.UTC(2026, 0, 1 + 7 * week)).toISOString(),
  enclosures: [],
}));
const staleness = (show: ParsedShow, now: Date) =>
  evaluateStaleness(expectNextEpisode(show, weekly, now), now);
const daysAfterLast = (days: number) => new Date(Date.UTC(2026, 0, 1 + 63 + days));

test("a move is told unless only scheme or slash differ", async () => {
  const show = await readShow("<itunes:new-feed-url>https://new.example/feed/</itunes:new-feed-url>");
  expect(evaluateMove(show, "http://new.example/feed")).toBeNull();
  expect(evaluateMove(show, "https://old.example/feed")?.code).toBe("feed.moved");
  expect(evaluateMove(await readShow(""), "https://old.example/feed")).toBeNull();
});

test("a show with fewer than five dated episodes gives no rhythm to judge by", async () => {
  expect(expectNextEpisode(await readShow(""), weekly.slice(0, 4), daysAfterLast(400))).toBeNull();
  expect(expectNextEpisode(await readShow(""), weekly.slice(0, 5), daysAfterLast(400))).not.toBeNull();
});

test("a weekly show is stale after more than two weeks and two days", async () => {
  const show = await readShow("");
  expect(staleness(show, daysAfterLast(15))).toBeNull();
  expect(staleness(show, daysAfterLast(17))?.code).toBe("feed.stale");
});

test("the publisher's own word goes before the rhythm, and a finished show is never stale", async () => {
  const slow = await readShow(
    '<podcast:updateFrequency rrule="FREQ=WEEKLY;INTERVAL=4">rarely</podcast:updateFrequency>',
  );
  expect(staleness(slow, daysAfterLast(50))).toBeNull();
  expect(staleness(slow, daysAfterLast(60))?.code).toBe("feed.stale");
  const finished = await readShow("<itunes:complete>yes</itunes:complete>");
  expect(staleness(finished, daysAfterLast(400))).toBeNull();
});
