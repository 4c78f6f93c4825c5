import {
  type Fault,
  type HealthRules,
  type NextDue,
  nextFeedDue,
  outcomeOfProbe,
  type Periods,
  type ProbeJudgement,
} from "@earshot/domain";
import { readRetryAfter } from "@earshot/egress";
import { leaveIncidents, type OutcomeReport, recordOutcome } from "@earshot/incident";
import type { CanaryWatch, Prober } from "@earshot/probe";
import type { Logger } from "@earshot/runtime";
import {
  beginClaim,
  type CrawlChanges,
  type CrawlResult,
  type Db,
  type FeedForCrawl,
  inTransaction,
  LostClaimError,
  readFeedsForCrawl,
  type Store,
  saveCrawl,
  wakeHosts,
  wakeTroubledHosts,
} from "@earshot/storage";
import { type FetchedFeed, fetchFeed } from "./fetch-feed.ts";

/** What crawling needs. */
export interface CrawlDeps {
  readonly store: Store;
  readonly prober: Prober;
  readonly canaries: CanaryWatch;
  readonly rules: HealthRules;
  readonly periods: Periods;
  readonly log: Logger;
  readonly clock: () => Date;
  /** Told of each crawl, for metrics. */
  readonly onCrawl: (result: CrawlResult["kind"]) => void;
}

/** Feeds under one claim. */
export interface ClaimedFeeds {
  readonly claimId: string;
  readonly feedIds: readonly number[];
}

const fetchDeadlineMs = 60_000;
/** A server that asks for more patience than a day is asked again after a day. */
const retryAfterMsMax = 24 * 60 * 60_000;
/** Longer than the fetch of one feed and the saving of it. */
export const feedLeaseMs = 120_000;

/** Crawls the feeds that the claim still holds: fetch, parse, and record in one transaction what follows. */
export async function crawlFeeds(deps: CrawlDeps, claimed: ClaimedFeeds): Promise<void> {
  const { store, clock } = deps;
  for (const feedId of claimed.feedIds) {
    const claim = { kind: "feed", claimId: claimed.claimId, ids: [feedId], leaseMs: feedLeaseMs } as const;
    const owned = await beginClaim(store.db, { ...claim, now: clock() });
    const [feed] = await readFeedsForCrawl(store.db, owned);
    if (feed !== undefined) await crawlFeed(deps, claimed.claimId, feed);
  }
}

async function crawlFeed(deps: CrawlDeps, claimId: string, feed: FeedForCrawl): Promise<void> {
  const { prober, store, log } = deps;
  const { etag, lastModified } = feed;
  const fetched = await fetchFeed(prober, {
    url: feed.fetchUrl,
    etag,
    lastModified,
    deadlineMs: fetchDeadlineMs,
  });
  const result = resultOf(feed, fetched);
  const judged = outcomeOfProbe(fetched.probe);
  const outcome = await deps.canaries.doubt(judged.outcome, feed.health);
  const crawled = { claimId, feed, fetched, result, judged: { ...judged, outcome } };
  const fields = { feed: feed.id, url: feed.url, result: result.kind };
  try {
    const changes = await inTransaction(store, (tx) => recordCrawl(tx, deps, crawled));
    const { added, changed, vanished } = changes;
    log.debug({ ...fields, added, changed, vanished }, "crawled");
  } catch (error) {
    if (!(error instanceof LostClaimError)) throw error;
    log.warn(fields, "crawled under a claim that had ended: not recorded");
  }
  deps.onCrawl(result.kind);
}

function resultOf(feed: FeedForCrawl, fetched: FetchedFeed): CrawlResult {
  const { parsed, notModified, bodyHash, etag, lastModified } = fetched;
  if (notModified) return { kind: "unchanged" };
  if (parsed === null || parsed.feed === null) return { kind: "failed" };
  // The same bytes as last time hold nothing new; their validators may have changed, but they only save a transfer.
  if (bodyHash !== null && bodyHash === feed.bodyHash && feed.okAt !== null) return { kind: "unchanged" };
  const { title, link, podcastGuid, format } = parsed.feed;
  const show = { title, link, podcastGuid, format };
  const { episodes, complete } = parsed;
  return { kind: "parsed", etag, lastModified, bodyHash, show, episodes, complete };
}

interface Crawled {
  readonly claimId: string;
  readonly feed: FeedForCrawl;
  readonly fetched: FetchedFeed;
  readonly result: CrawlResult;
  readonly judged: ProbeJudgement;
}

async function recordCrawl(tx: Db, deps: CrawlDeps, crawled: Crawled): Promise<CrawlChanges> {
  const { claimId, feed, fetched, result, judged } = crawled;
  const now = deps.clock();
  const { probe } = fetched;
  const { health, nextCheckMs } = await recordOutcome(tx, reportOf(crawled), deps.rules);
  const changes = await saveCrawl(tx, {
    feedId: feed.id,
    claimId,
    now,
    next: nextDueOf(deps, crawled, nextCheckMs),
    status: probe.hops.at(-1)?.status ?? null,
    verdict: probe.verdict,
    // What a document said is not said again by a 304: its faults stand until it changes.
    faults: result.kind === "unchanged" ? withStanding(feed.faults, probe.faults) : probe.faults,
    health,
    probe,
    redirectedTo: fetched.permanentUrl,
    result,
    vanishAfterMs: deps.periods.feedMs,
  });
  if (changes === undefined) throw new LostClaimError();
  for (const id of changes.withdrawnMediaIds) {
    await leaveIncidents(tx, { kind: "media", id }, { reason: "withdrawn", now });
  }
  await wakeHosts(tx, judged.blamed, now);
  if (changes.mediaIds.length > 0) await wakeTroubledHosts(tx, feed.id, now);
  return changes;
}

function reportOf({ feed, fetched, judged }: Crawled): OutcomeReport {
  const { outcome, failing } = judged;
  return {
    subject: { kind: "feed", id: feed.id },
    health: feed.health,
    outcome,
    keys: outcome.kind === "bad" ? [{ kind: "feed", feedId: feed.id, aspect: "document" }] : [],
    place: {
      where: feed.title ?? failing?.host ?? "the feed URL",
      failing: failing === null ? [] : [{ ...failing, role: "feed" }],
    },
    evidence: fetched.probe,
  };
}

/** The faults of the way now, and those of the document as last read: they are the ones with the code `feed.…`. */
function withStanding(standing: readonly Fault[], fresh: readonly Fault[]): readonly Fault[] {
  return [...fresh, ...standing.filter((fault) => fault.code.startsWith("feed."))];
}

function nextDueOf(deps: CrawlDeps, { feed, fetched }: Crawled, nextCheckMs: number | null): NextDue {
  const now = deps.clock();
  if (nextCheckMs !== null) return { at: new Date(now.getTime() + nextCheckMs), lane: "hot" };
  const next = nextFeedDue(`feed:${feed.id}`, deps.periods.feedMs, now);
  const askedMs = readRetryAfter(fetched.retryAfter, now);
  if (askedMs === null) return next;
  const asked = new Date(now.getTime() + Math.min(askedMs, retryAfterMsMax));
  return asked > next.at ? { ...next, at: asked } : next;
}
