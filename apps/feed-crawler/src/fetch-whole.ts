import type { Admit, Prober } from "@earshot/probe";
import {
  type FeedForCrawl,
  type HostGate,
  hostKey,
  hostOfUrl,
  type KnownPage,
  notePageLook,
  type Store,
} from "@earshot/storage";
import { type FeedRequest, type FetchedFeed, fetchFeed } from "./fetch-feed.ts";
import { askedPageOf, fetchPages, type PageWay } from "./fetch-pages.ts";
import { isSameBody } from "./read-crawl.ts";

const fetchDeadlineMs = 60_000;
/** A further page is asked whether it has changed no more often than this. */
const pageRestMs = 60 * 60_000;

/** What fetching a whole feed needs. */
export interface FetchDeps {
  readonly prober: Prober;
  readonly gate: HostGate;
  readonly store: Store;
  readonly clock: () => Date;
}

/**
 * Fetches a feed, and its further pages if it has changed, from hosts that have a turn for us. While the first page is
 * as it was, one further page is asked, too, in turn: so a change there is seen at the price of at most one conditional
 * request in a crawl. Once it is seen, or the page cannot be read, all pages are read anew.
 */
export async function fetchWhole(deps: FetchDeps, feed: FeedForCrawl): Promise<FetchedFeed> {
  const { etag, lastModified, fetchUrl: url, restedPage } = feed;
  const endsAt = performance.now() + fetchDeadlineMs;
  const claimed = hostKey(hostOfUrl(feed.url));
  const admit: Admit = (next) =>
    deps.gate.enter(next, { covered: next.held || hostKey(next) === claimed, returning: next.returning });
  const way = { prober: deps.prober, admit };
  const isElsewhere = hostKey(hostOfUrl(url)) !== claimed;
  const request = { url, etag, lastModified, ...(isElsewhere && { askedBefore: [] }) };
  const first = await ask(way, request, endsAt);
  if (first.isDeferred) return first;
  if (!first.notModified && !isSameBody(feed, first)) return fetchPages(way, first, endsAt);
  if (restedPage === null || deps.clock().getTime() - restedPage.lookedAt.getTime() < pageRestMs)
    return first;
  return lookAtPage(deps, { way, feed, first, page: restedPage, endsAt });
}

interface PageLook {
  readonly way: PageWay;
  readonly feed: FeedForCrawl;
  readonly first: FetchedFeed;
  readonly page: KnownPage;
  readonly endsAt: number;
}

async function lookAtPage(
  deps: FetchDeps,
  { way, feed, first, page, endsAt }: PageLook,
): Promise<FetchedFeed> {
  const { number, url, etag, lastModified } = page;
  const askedBefore = [new URL(first.answerUrl ?? feed.fetchUrl)];
  const looked = await ask(way, { url, etag, lastModified, askedBefore }, endsAt);
  // Another crawl will find its host at leisure.
  if (looked.isDeferred) return first;
  const asked = askedPageOf(number, url, looked);
  if (looked.notModified || (looked.bodyHash !== null && looked.bodyHash === page.bodyHash)) {
    await notePageLook(deps.store.db, { feedId: feed.id, number, now: deps.clock() });
    return { ...first, pages: [asked] };
  }
  const anew = { url: feed.fetchUrl, etag: null, lastModified: null, askedBefore };
  const whole = first.parsed === null ? await ask(way, anew, endsAt) : first;
  if (whole.isDeferred) return { ...whole, pages: [asked] };
  return { ...(await fetchPages(way, whole, endsAt)), hasChangedPage: true };
}

function ask(way: PageWay, request: Omit<FeedRequest, "deadlineMs">, endsAt: number): Promise<FetchedFeed> {
  const deadlineMs = Math.max(1, endsAt - performance.now());
  return fetchFeed(way.prober, { ...request, deadlineMs }, way.admit);
}
