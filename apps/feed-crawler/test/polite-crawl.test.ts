import { createPublisher, inTransaction, readFeedForCrawl, registerFeed } from "@earshot/storage";
import { afterEach, expect, test } from "vitest";
import { crawlFeeds } from "../src/crawl-feeds.ts";
import { openCrawlWorld, openGate } from "./open-crawl-world.ts";

const { host, store, deps, advance, claimFeeds, crawl, guids } = await openCrawlWorld();
afterEach(async () => {
  host.clearFaults();
  await store.db.deleteFrom("schedule").execute();
});

interface Entry {
  readonly hostname: string;
  readonly covered: boolean;
  readonly returning: boolean;
}

/** A gate that notes who came, and has no turn at the hosts named. */
function noteEntries(fullHosts: readonly string[] = []) {
  const entries: Entry[] = [];
  const gate: typeof openGate = {
    ...openGate,
    async enter({ hostname }, entry) {
      entries.push({ hostname, ...entry });
      return fullHosts.includes(hostname) ? null : () => {};
    },
  };
  return { gate, entries };
}

async function register(url: string): Promise<number> {
  const { id: publisherId } = await createPublisher(store.db, { name: url, now: deps.clock() });
  const { subscription } = await inTransaction(store, (tx) =>
    registerFeed(tx, { publisherId, url, now: deps.clock() }),
  );
  return subscription.feedId;
}

async function crawlAt(feedId: number, gate: typeof openGate): Promise<void> {
  const { claimId, ids } = await claimFeeds();
  expect(ids).toEqual([feedId]);
  await crawlFeeds({ ...deps, gate }, { claimId, feedIds: ids });
}

const readyAt = async (feedId: number) =>
  await store.db
    .selectFrom("schedule")
    .select(["ready_at", "claim_id"])
    .where("kind", "=", "feed")
    .where("subject_id", "=", feedId)
    .executeTakeFirstOrThrow();

test("a feed's later hop waits for its host's turn; without one the feed goes back to the store unjudged", async () => {
  const show = host.addShow({ hostname: "feed-cdn.example", title: "Redirected", episodes: 2 });
  host.setRoute("feed-front.example", "/feed.xml", { kind: "redirect", to: show.feedUrl });
  const feedId = await register(host.url("feed-front.example", "/feed.xml"));
  const full = noteEntries(["feed-cdn.example"]);
  await crawlAt(feedId, full.gate);
  expect(full.entries).toEqual([{ hostname: "feed-cdn.example", covered: false, returning: false }]);
  expect(host.requests.count({ hostname: "feed-cdn.example" })).toBe(0);
  const feed = await readFeedForCrawl(store.db, feedId);
  expect(feed).toMatchObject({ crawledAt: null, verdict: null, faults: [] });
  expect(await readyAt(feedId)).toEqual({
    ready_at: new Date(deps.clock().getTime() + 10_000),
    claim_id: null,
  });
  advance(10_000);
  await crawlAt(feedId, noteEntries().gate);
  expect(await guids(feedId)).toHaveLength(2);
});

test("a feed that has moved for good is asked for in the time of the host that it moved to", async () => {
  const show = host.addShow({ hostname: "feed-new.example", title: "Moved", episodes: 2 });
  host.setRoute("feed-old.example", "/feed.xml", { kind: "redirect", to: show.feedUrl, status: 301 });
  const feedId = await register(host.url("feed-old.example", "/feed.xml"));
  for (let crawls = 0; crawls < 3; crawls++) await crawl(feedId, deps.periods.feedMs);
  expect((await readFeedForCrawl(store.db, feedId))?.fetchUrl).toBe(show.feedUrl);
  advance(deps.periods.feedMs);
  const { gate, entries } = noteEntries();
  await crawlAt(feedId, gate);
  expect(entries).toEqual([{ hostname: "feed-new.example", covered: false, returning: false }]);
});

test("the further pages of a feed are asked for one by one in their host's time", async () => {
  const page = (n: number, next: string | null) => {
    const link = next === null ? "" : `<atom:link rel="next" href="${next}"/>`;
    const item = `<item><guid>p${n}</guid><enclosure url="https://media.example/${n}.mp3" length="1" type="audio/mpeg"/></item>`;
    const text = `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Pages</title>${link}${item}</channel></rss>`;
    host.setRoute("pages.example", `/${n}.xml`, { kind: "text", text, contentType: "application/rss+xml" });
  };
  page(1, "/2.xml");
  page(2, host.url("pages-archive.example", "/3.xml"));
  const archived = host.addShow({ hostname: "pages-archive.example", title: "Archive", episodes: 1 });
  host.setRoute("pages-archive.example", "/3.xml", { kind: "redirect", to: archived.feedUrl });
  const feedId = await register(host.url("pages.example", "/1.xml"));
  const full = noteEntries(["pages-archive.example"]);
  await crawlAt(feedId, full.gate);
  expect(full.entries).toEqual([
    { hostname: "pages.example", covered: true, returning: true },
    { hostname: "pages-archive.example", covered: false, returning: false },
  ]);
  expect(await guids(feedId)).toEqual([]);
  advance(10_000);
  const open = noteEntries();
  await crawlAt(feedId, open.gate);
  expect(open.entries.slice(1)).toEqual([
    { hostname: "pages-archive.example", covered: false, returning: false },
    { hostname: "pages-archive.example", covered: false, returning: true },
  ]);
  expect(await guids(feedId)).toHaveLength(3);
});

test("a complaint on a further page is heeded", async () => {
  const text = `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Grumpy</title><atom:link rel="next" href="/2.xml"/><item><guid>g</guid><enclosure url="https://media.example/g.mp3" length="1" type="audio/mpeg"/></item></channel></rss>`;
  host.setRoute("grumpy.example", "/1.xml", { kind: "text", text, contentType: "application/rss+xml" });
  host.setFault("grumpy.example/2.xml", { kind: "status", status: 429 });
  const feedId = await register(host.url("grumpy.example", "/1.xml"));
  const said: string[] = [];
  const ledger: typeof deps.ledger = {
    async note(reports) {
      said.push(...reports.map(({ host: { hostname }, signal }) => `${hostname} ${signal.kind}`));
    },
  };
  const { claimId } = await claimFeeds();
  await crawlFeeds({ ...deps, ledger }, { claimId, feedIds: [feedId] });
  expect(said.sort()).toEqual(["grumpy.example answered", "grumpy.example throttled"]);
});

test("a feed whose host has no turn for it goes back to the store unasked", async () => {
  const show = host.addShow({ hostname: "crowded.example", title: "Crowded", episodes: 1 });
  const feedId = await register(show.feedUrl);
  const later = new Date(deps.clock().getTime() + 42_000);
  const gate: typeof openGate = {
    ...openGate,
    lineUp: async (hostIds) => hostIds.map(() => ({ at: later, come: async () => later })),
  };
  await crawlAt(feedId, gate);
  expect(host.requests.count({ hostname: "crowded.example" })).toBe(0);
  expect(await readyAt(feedId)).toEqual({ ready_at: later, claim_id: null });
});
