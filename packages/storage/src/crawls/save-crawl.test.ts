import type { ParsedEpisode } from "@earshot/domain";
import { describe, expect, test } from "vitest";
import { buildCrawl, buildEpisode } from "../../test/build-looks.ts";
import { later, openTestStore, registerTestFeed } from "../../test/open-test-store.ts";
import {
  type Crawl,
  claimDue,
  inTransaction,
  listEnclosures,
  type ParsedResult,
  readFeedForCrawl,
  saveCrawl,
  scheduleNow,
} from "../index.ts";

const store = await openTestStore();
const start = new Date("2026-11-01T12:00:00.000Z");
const hour = 3_600_000;
let feeds = 0;

async function newFeed() {
  feeds += 1;
  return registerTestFeed(store, `https://feeds.example/${feeds}.xml`, start);
}

/** Claims the feed at `now` and saves a crawl of it. */
async function crawl(
  feedId: number,
  now: Date,
  episodes: readonly ParsedEpisode[],
  change: Partial<ParsedResult> & { crawl?: Partial<Crawl> } = {},
) {
  await scheduleNow(store.db, { kind: "feed", ids: [feedId], lane: "hot", now });
  const { claimId } = await claimDue(store.db, { kind: "feed", limit: 100, leaseMs: hour, now });
  const { crawl: overrides, ...parsed } = change;
  const input = { ...buildCrawl({ feedId, claimId, now }, episodes, parsed), ...overrides };
  const changes = await inTransaction(store, (tx) => saveCrawl(tx, input));
  if (changes === undefined) throw new Error("The claim was lost");
  return changes;
}

async function guids(feedId: number): Promise<(string | null)[]> {
  return (await listEnclosures(store.db, { feedId, limit: 200 })).map((enclosure) => enclosure.guid);
}

function episodesUpTo(count: number, prefix: string, publishedAt: Date | null = null): ParsedEpisode[] {
  return Array.from({ length: count }, (_, n) =>
    buildEpisode(`g${n}`, `https://${prefix}.example/${n}.mp3`, publishedAt),
  );
}

function mediaSchedule(ids: readonly number[]) {
  return store.db
    .selectFrom("schedule")
    .select(["subject_id", "lane", "due_at"])
    .where("kind", "=", "media")
    .where("subject_id", "in", [...ids, 0])
    .execute();
}

describe("a first crawl", () => {
  test("stores the show, its enclosures and their hosts, all due now", async () => {
    const { feedId } = await newFeed();
    const changes = await crawl(feedId, start, episodesUpTo(3, "first"));
    expect(changes).toMatchObject({ added: 3, changed: 0, vanished: 0, shrunken: false, refused: 0 });
    const feed = await readFeedForCrawl(store.db, feedId);
    expect(feed).toMatchObject({ title: "A show", etag: '"1"', episodes: 3, enclosures: 3, okAt: start });
    const scheduled = await mediaSchedule(changes.mediaIds);
    expect(scheduled.map((row) => [row.lane, row.due_at])).toEqual(Array(3).fill([1, start]));
    const host = await store.db
      .selectFrom("hosts as h")
      .innerJoin("schedule as s", (join) => join.onRef("s.subject_id", "=", "h.id").on("s.kind", "=", "host"))
      .select("s.due_at")
      .where("h.hostname", "=", "first.example")
      .execute();
    expect(host).toEqual([{ due_at: start }]);
  });

  test("makes only just published episodes hot", async () => {
    const { feedId } = await newFeed();
    const { mediaIds } = await crawl(feedId, start, [
      buildEpisode("new", "https://hot.example/new.mp3", later(start, -hour)),
      buildEpisode("old", "https://hot.example/old.mp3", later(start, -72 * hour)),
      buildEpisode("undated", "https://hot.example/undated.mp3", null),
    ]);
    const rows = await mediaSchedule(mediaIds);
    expect(rows.map((row) => row.lane).sort()).toEqual([0, 1, 1]);
  });

  test("marks the three newest episodes and moves the mark along", async () => {
    const { feedId } = await newFeed();
    const dated = [1, 2, 3, 4].map((n) =>
      buildEpisode(`n${n}`, `https://newest.example/${n}.mp3`, later(start, (n - 100) * hour)),
    );
    await crawl(feedId, start, dated);
    const newest = async () =>
      (
        await store.db
          .selectFrom("enclosures")
          .select("guid")
          .where("feed_id", "=", feedId)
          .where("newest", "=", true)
          .orderBy("guid")
          .execute()
      ).map((row) => row.guid);
    expect(await newest()).toEqual(["n2", "n3", "n4"]);
    await crawl(feedId, later(start, hour), [
      ...dated,
      buildEpisode("n5", "https://newest.example/5.mp3", start),
    ]);
    expect(await newest()).toEqual(["n3", "n4", "n5"]);
  });

  test("keeps texts that PostgreSQL could not store as they are", async () => {
    const { feedId } = await newFeed();
    const odd: ParsedEpisode = {
      ...buildEpisode("a\0b", "https://odd.example/1.mp3"),
      title: "half \ud83d of it",
    };
    await crawl(feedId, start, [odd]);
    expect(await guids(feedId)).toEqual(["a\ufffdb"]);
    expect(await crawl(feedId, later(start, hour), [odd])).toMatchObject({ added: 0, changed: 0 });
  });

  test("takes a feed's fifty main hosts and counts what it leaves out", async () => {
    const { feedId } = await newFeed();
    const main = Array.from({ length: 50 }, (_, n) =>
      [0, 1].map((k) => buildEpisode(`m${n}.${k}`, `https://h${n}.example/${k}`)),
    );
    const stray = Array.from({ length: 7 }, (_, n) => buildEpisode(`s${n}`, `https://stray${n}.example/`));
    expect(await crawl(feedId, start, [...stray, ...main.flat()])).toMatchObject({ added: 100, refused: 7 });
  });
});

describe("a later crawl", () => {
  test("writes only what is new or different", async () => {
    const { feedId } = await newFeed();
    const episodes = episodesUpTo(5, "later");
    await crawl(feedId, start, episodes);
    expect(await crawl(feedId, later(start, hour), episodes)).toMatchObject({
      added: 0,
      changed: 0,
      mediaIds: [],
    });
    const renamed = episodes.map((episode, n) => (n === 2 ? { ...episode, title: "Another" } : episode));
    const more = [...renamed, buildEpisode("g9", "https://later.example/9.mp3")];
    const changes = await crawl(feedId, later(start, 2 * hour), more);
    expect(changes).toMatchObject({ added: 1, changed: 1 });
    expect(changes.mediaIds).toHaveLength(1);
  });

  test("stores one media for a URL that two feeds carry, and keeps its due time", async () => {
    const [one, two] = [await newFeed(), await newFeed()];
    const shared = [buildEpisode("s", "https://shared.example/s.mp3")];
    const first = await crawl(one.feedId, start, shared);
    const second = await crawl(two.feedId, later(start, hour), shared);
    expect(second).toMatchObject({ added: 1, mediaIds: [] });
    expect((await mediaSchedule(first.mediaIds))[0]?.due_at).toEqual(start);
  });

  test("does nothing under a claim that was lost", async () => {
    const { feedId } = await newFeed();
    await crawl(feedId, start, episodesUpTo(1, "lost"));
    const stranger = buildCrawl({ feedId, claimId: "00000000-0000-7000-8000-000000000000", now: start }, []);
    expect(await inTransaction(store, (tx) => saveCrawl(tx, stranger))).toBeUndefined();
    expect((await readFeedForCrawl(store.db, feedId))?.episodes).toBe(1);
  });

  test("keeps everything when no feed could be read", async () => {
    const { feedId } = await newFeed();
    await crawl(feedId, start, episodesUpTo(2, "kept"));
    const failed = { verdict: "unreachable", status: 500, result: { kind: "failed" } } as const;
    await crawl(feedId, later(start, hour), [], { crawl: failed });
    const feed = await readFeedForCrawl(store.db, feedId);
    expect(feed).toMatchObject({
      verdict: "unreachable",
      okAt: start,
      crawledAt: later(start, hour),
      title: "A show",
    });
    expect(await guids(feedId)).toHaveLength(2);
  });
});

describe("an enclosure that is missing", () => {
  const period = 900_000;

  test("vanishes after two clean crawls a period apart, and then is probed no more", async () => {
    const { feedId } = await newFeed();
    const { mediaIds } = await crawl(feedId, start, episodesUpTo(4, "vanish"));
    const rest = episodesUpTo(3, "vanish");
    expect(await crawl(feedId, later(start, hour), rest)).toMatchObject({ vanished: 0 });
    expect(await crawl(feedId, later(start, hour + period - 1), rest)).toMatchObject({ vanished: 0 });
    expect(await guids(feedId)).toHaveLength(4);
    const changes = await crawl(feedId, later(start, hour + period), rest);
    expect(changes).toMatchObject({ vanished: 1 });
    expect(await guids(feedId)).toHaveLength(3);
    expect(await mediaSchedule(mediaIds)).toHaveLength(3);
    expect(changes.withdrawnMediaIds).toHaveLength(1);
  });

  test("vanishes too when the second crawl says that nothing changed", async () => {
    const { feedId } = await newFeed();
    await crawl(feedId, start, episodesUpTo(4, "same"));
    await crawl(feedId, later(start, hour), episodesUpTo(3, "same"));
    const unchanged = { crawl: { result: { kind: "unchanged" } } } as const;
    expect(await crawl(feedId, later(start, hour + 1), [], unchanged)).toMatchObject({ vanished: 0 });
    expect(await crawl(feedId, later(start, hour + period), [], unchanged)).toMatchObject({ vanished: 1 });
  });

  test("comes back, on the schedule too", async () => {
    const { feedId } = await newFeed();
    await crawl(feedId, start, episodesUpTo(4, "back"));
    await crawl(feedId, later(start, hour), episodesUpTo(3, "back"));
    await crawl(feedId, later(start, 2 * hour), episodesUpTo(3, "back"));
    const changes = await crawl(feedId, later(start, 3 * hour), episodesUpTo(4, "back"));
    expect(changes).toMatchObject({ added: 0, changed: 1 });
    expect(changes.mediaIds).toHaveLength(1);
    expect(await guids(feedId)).toHaveLength(4);
  });

  test("is forgiven when it is there again at the second crawl", async () => {
    const { feedId } = await newFeed();
    await crawl(feedId, start, episodesUpTo(4, "forgiven"));
    await crawl(feedId, later(start, hour), episodesUpTo(3, "forgiven"));
    await crawl(feedId, later(start, 2 * hour), episodesUpTo(4, "forgiven"));
    expect(await crawl(feedId, later(start, 3 * hour), episodesUpTo(3, "forgiven"))).toMatchObject({
      vanished: 0,
    });
  });

  test.each([
    ["cut off", { complete: false }, 3, false],
    ["shrunken", {}, 1, true],
  ])("never vanishes because of a document that was %s", async (name, change, left, shrunken) => {
    const { feedId } = await newFeed();
    const host = `never-${name.replace(" ", "-")}`;
    await crawl(feedId, start, episodesUpTo(4, host));
    for (const hours of [1, 2, 3]) {
      const changes = await crawl(feedId, later(start, hours * hour), episodesUpTo(left, host), change);
      expect(changes).toMatchObject({ vanished: 0, shrunken });
    }
    expect(await guids(feedId)).toHaveLength(4);
  });
});

describe("a document that was cut off", () => {
  test("leaves no validators, so that it is read again", async () => {
    const { feedId } = await newFeed();
    await crawl(feedId, start, episodesUpTo(2, "cut"), { complete: false });
    expect(await readFeedForCrawl(store.db, feedId)).toMatchObject({ etag: null, bodyHash: null });
  });
});

describe("a permanent redirect", () => {
  test("is followed from the start after three crawls in a row, and the registered URL stays", async () => {
    const { feedId, subscription } = await newFeed();
    const moved = { crawl: { redirectedTo: "https://new.example/feed.xml" } };
    for (const [n, expected] of [
      subscription.url,
      subscription.url,
      "https://new.example/feed.xml",
    ].entries()) {
      await crawl(feedId, later(start, n * hour), [], moved);
      expect(await readFeedForCrawl(store.db, feedId)).toMatchObject({
        fetchUrl: expected,
        url: subscription.url,
      });
    }
  });

  test("starts again when it leads elsewhere or is gone", async () => {
    const { feedId, subscription } = await newFeed();
    const to = (redirectedTo: string | null) => ({ crawl: { redirectedTo } });
    for (const [n, url] of [
      "https://a.example/",
      "https://a.example/",
      null,
      "https://a.example/",
      "https://b.example/",
    ].entries()) {
      await crawl(feedId, later(start, n * hour), [], to(url));
    }
    expect(await readFeedForCrawl(store.db, feedId)).toMatchObject({ fetchUrl: subscription.url });
  });
});

describe("large feeds", () => {
  test("of twelve thousand episodes are saved whole, in several statements", async () => {
    const { feedId } = await newFeed();
    const episodes = Array.from({ length: 12_000 }, (_, n) =>
      buildEpisode(`g${n}`, `https://large.example/${n}.mp3`),
    );
    const changes = await crawl(feedId, start, episodes);
    expect(changes.added).toBe(12_000);
    expect(changes.mediaIds).toHaveLength(12_000);
    expect(await crawl(feedId, later(start, hour), episodes)).toMatchObject({ added: 0, changed: 0 });
  });
});
