import { createPublisher, inTransaction, readFeedForCrawl, registerFeed } from "@earshot/storage";
import { expect, test } from "vitest";
import { openCrawlWorld } from "./open-crawl-world.ts";

const { host, store, deps, crawl, guids } = await openCrawlWorld();
const hostname = "paged.example";
const hourMs = 60 * 60_000;

/** Serves a page with these episodes, by number, that leads on to another. */
function servePage(path: string, numbers: readonly number[], next: string | null, rel = "next") {
  const link = next === null ? "" : `<atom:link rel="${rel}" href="${next.replaceAll("&", "&amp;")}"/>`;
  const items = numbers.map(
    (n) =>
      `<item><guid>e${n}</guid><enclosure url="https://media.example/${n}.mp3" length="1" type="audio/mpeg"/></item>`,
  );
  const text = `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Paged</title>${link}${items.join("")}</channel></rss>`;
  host.setRoute(hostname, path, { kind: "text", text, contentType: "application/rss+xml" });
}

async function watch(path: string): Promise<number> {
  const { id: publisherId } = await createPublisher(store.db, { name: path, now: deps.clock() });
  const url = host.url(hostname, path);
  const { subscription } = await inTransaction(store, (tx) =>
    registerFeed(tx, { publisherId, url, now: deps.clock() }),
  );
  await crawl(subscription.feedId);
  return subscription.feedId;
}

const requestsTo = (path: string) =>
  host.requests.recent({ hostname }).filter((request) => request.path === path).length;
const sorted = (values: readonly (string | null)[]) => [...values].sort();
const messagesOf = async (feedId: number) =>
  (await readFeedForCrawl(store.db, feedId))?.faults.map(({ message }) => message) ?? [];

test("every page of a feed is read, each episode once, and all of them again only when one has changed", async () => {
  servePage("/a.xml", [5, 4], "/a2.xml");
  servePage("/a2.xml", [4, 3], host.url(hostname, "/a3.xml"), "prev-archive");
  servePage("/a3.xml", [2, 1], "/a.xml");
  const feedId = await watch("/a.xml");
  expect(sorted(await guids(feedId))).toEqual(["e1", "e2", "e3", "e4", "e5"]);
  await crawl(feedId);
  expect([requestsTo("/a.xml"), requestsTo("/a2.xml"), requestsTo("/a3.xml")]).toEqual([2, 1, 1]);
  servePage("/a.xml", [6, 5, 4], "/a2.xml");
  await crawl(feedId);
  expect(await guids(feedId)).toHaveLength(6);
  expect(requestsTo("/a3.xml")).toBe(2);
});

test("a change on a further page is seen, at the price of one request in a crawl", async () => {
  servePage("/d.xml", [25, 24], "/d2.xml");
  servePage("/d2.xml", [23, 22], "/d3.xml");
  servePage("/d3.xml", [21, 20], null);
  const feedId = await watch("/d.xml");
  await crawl(feedId, hourMs + 1);
  await crawl(feedId);
  await crawl(feedId);
  // Each was asked once more, one in a crawl, and then both rested.
  expect([requestsTo("/d2.xml"), requestsTo("/d3.xml")]).toEqual([2, 2]);
  servePage("/d3.xml", [21, 20, 19], null);
  await crawl(feedId, hourMs + 1);
  expect(await guids(feedId)).toHaveLength(6);
  await crawl(feedId);
  expect(sorted(await guids(feedId))).toEqual(["e19", "e20", "e21", "e22", "e23", "e24", "e25"]);
  await crawl(feedId);
  expect([requestsTo("/d2.xml"), requestsTo("/d3.xml")]).toEqual([4, 4]);
});

test("an episode that goes from a further page is given up as any other", async () => {
  servePage("/e.xml", [35, 34, 33], "/e2.xml");
  servePage("/e2.xml", [32, 31], null);
  const feedId = await watch("/e.xml");
  servePage("/e2.xml", [32], null);
  for (let crawls = 0; crawls < 3; crawls++) await crawl(feedId, hourMs + 1);
  expect(sorted(await guids(feedId))).toEqual(["e32", "e33", "e34", "e35"]);
});

test("a page that cannot be read is told, loses nothing, and is read at the next crawl", async () => {
  servePage("/b.xml", [14, 13], "/b2.xml");
  servePage("/b2.xml", [12, 11], null);
  const feedId = await watch("/b.xml");
  servePage("/b.xml", [15, 14, 13], "/b2.xml");
  host.setFault(`${hostname}/b2.xml`, { kind: "status", status: 500 });
  for (let crawls = 0; crawls < 3; crawls++) await crawl(feedId, deps.periods.feedMs + 1);
  expect(sorted(await guids(feedId))).toEqual(["e11", "e12", "e13", "e14", "e15"]);
  expect((await messagesOf(feedId)).join()).toMatch(/^Page 2 of the feed .*b2\.xml\) was not read/);
  host.clearFaults();
  servePage("/b2.xml", [12, 11, 10], null);
  await crawl(feedId);
  expect(await guids(feedId)).toHaveLength(6);
  expect(await messagesOf(feedId)).toEqual([]);
});

test("a feed whose pages never end is read up to a bound", async () => {
  const bound = 100;
  for (let page = 1; page <= bound + 5; page++) servePage(`/c${page}.xml`, [page], `/c${page + 1}.xml`);
  const feedId = await watch("/c1.xml");
  expect(await guids(feedId)).toHaveLength(bound);
  expect((await messagesOf(feedId)).join()).toMatch(/more pages/);
  await crawl(feedId);
  expect([requestsTo("/c2.xml"), requestsTo(`/c${bound + 1}.xml`)]).toEqual([1, 0]);
});
