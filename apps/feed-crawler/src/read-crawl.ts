import type { Fault, ParsedFeed, Probe } from "@earshot/domain";
import {
  buildSnapshot,
  compareSnapshots,
  evaluateMove,
  expectNextEpisode,
  type FeedSnapshot,
  type SnapshotComparison,
} from "@earshot/feed";
import type { Churn } from "@earshot/incident";
import {
  type CrawlResult,
  type Db,
  type FeedForCrawl,
  isMissingEnclosures,
  readFeedItems,
} from "@earshot/storage";
import { addFaults } from "./add-faults.ts";
import type { FetchedFeed } from "./fetch-feed.ts";

/** A fetched feed held against what was known of it. */
export interface CrawlReading {
  readonly result: CrawlResult;
  /** The probe with the faults of the comparison, or with those of a document that has not changed since. */
  readonly probe: Probe;
  /** Guids or URLs that changed in numbers worth telling, or null. */
  readonly churn: Churn | null;
}

/** A feed that shows another podcast for this long means it: the publisher has had its notice and has not undone it. */
const jumbledMsMax = 7 * 24 * 60 * 60_000;
/** Fewer changed items than this, or a smaller share of the feed, are everyday corrections. */
const churnItemsMin = 5;
const churnShareMin = 0.2;

/**
 * Holds a fetched feed against the one that is known: the same bytes say nothing new, another podcast's feed is not
 * taken over, and lost episodes, changed guids and a move are told.
 */
export async function readCrawl(
  db: Db,
  feed: FeedForCrawl,
  fetched: FetchedFeed,
  now: Date,
): Promise<CrawlReading> {
  const { parsed, probe, bodyHash } = fetched;
  const isSame = fetched.notModified || isSameBody(feed, fetched);
  if (isSame && !fetched.hasChangedPage) return unchanged(db, feed, probe);
  if (parsed === null || parsed.feed === null) return { result: { kind: "failed" }, probe, churn: null };
  const moved = evaluateMove(parsed.feed, feed.url);
  const comparison = await compareWithKnown(db, feed, parsed);
  const found = addFaults(probe, [...comparison.faults, ...(moved === null ? [] : [moved])]);
  const isJumbled = comparison.faults.some(({ code }) => code === "feed.identity-changed");
  if (isJumbled && !hasStoodFor(feed, jumbledMsMax, now))
    return { result: { kind: "failed" }, probe: found, churn: null };
  const { title, link, podcastGuid, format, hubUrl, ttlMinutes, ownerEmail, txt } = parsed.feed;
  const { etag, lastModified } = fetched;
  const result: CrawlResult = {
    kind: "parsed",
    etag,
    lastModified,
    bodyHash,
    show: { title, link, podcastGuid, format, hubUrl, ttlMinutes, ownerEmail, txt },
    episodes: parsed.episodes,
    pages: fetched.pages,
    complete: parsed.complete,
    windowSize: comparison.windowSize,
    nextExpectedAt: expectNextEpisode(parsed.feed, parsed.episodes, now),
  };
  return { result, probe: found, churn: churnOf(comparison, feed) };
}

/** The same bytes as last time; their validators may have changed, but they only save a transfer. */
export function isSameBody(feed: FeedForCrawl, { bodyHash, parsed }: FetchedFeed): boolean {
  return parsed?.feed != null && bodyHash !== null && bodyHash === feed.bodyHash && feed.okAt !== null;
}

/**
 * What a document said is not said again by a 304: its faults stand until it changes. Lost episodes are lost until
 * they are given up, which happens without the document changing.
 */
async function unchanged(db: Db, feed: FeedForCrawl, probe: Probe): Promise<CrawlReading> {
  // The same bytes were read again without a 304, and told their own faults again.
  const fresh = new Set(probe.faults.map(({ code }) => code));
  const kept = feed.documentFaults.filter(({ code }) => !fresh.has(code));
  const isStillMissing = kept.some(isLoss) && (await isMissingEnclosures(db, feed.id));
  const faults = isStillMissing ? kept : kept.filter((fault) => !isLoss(fault));
  return { result: { kind: "unchanged" }, probe: addFaults(probe, faults), churn: null };
}

async function compareWithKnown(db: Db, feed: FeedForCrawl, parsed: ParsedFeed): Promise<SnapshotComparison> {
  const items = feed.okAt === null ? [] : await readFeedItems(db, feed.id);
  const before: FeedSnapshot = {
    title: feed.title,
    podcastGuid: feed.podcastGuid,
    items: items.map(({ guid, url, publishedAt }) => ({
      key: guid ?? url,
      url,
      publishedAt: publishedAt?.toISOString() ?? null,
    })),
    complete: items.length > 0,
  };
  return compareSnapshots(before, withEnclosures(buildSnapshot(parsed)), feed.windowSize);
}

/** Only items with an enclosure are stored, so only they can be held against what is stored. */
function withEnclosures(snapshot: FeedSnapshot): FeedSnapshot {
  return { ...snapshot, items: snapshot.items.filter(({ url }) => url !== null) };
}

function churnOf({ guidsChanged, urlsChanged }: SnapshotComparison, feed: FeedForCrawl): Churn | null {
  const most = Math.max(guidsChanged, urlsChanged);
  return most >= churnItemsMin && most >= feed.episodes * churnShareMin
    ? { guidsChanged, urlsChanged }
    : null;
}

function hasStoodFor({ health }: FeedForCrawl, durationMs: number, now: Date): boolean {
  return health.since !== null && now.getTime() - Date.parse(health.since) >= durationMs;
}

function isLoss({ code }: Fault): boolean {
  return code === "feed.items-lost";
}
