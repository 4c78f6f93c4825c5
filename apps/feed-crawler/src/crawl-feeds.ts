import {
  adaptFeedPeriod,
  feedIncidentKeys,
  type HealthRules,
  type NextDue,
  nextFeedDue,
  outcomeOfProbe,
  type Periods,
  type ProbeJudgement,
  wishedFeedPeriod,
} from "@earshot/domain";
import { readRetryAfter } from "@earshot/egress";
import { leaveIncidents, type OutcomeReport, recordOutcome, tellChurn } from "@earshot/incident";
import { hostSignalsOf, type Prober, type VantageWatch } from "@earshot/probe";
import type { Logger } from "@earshot/runtime";
import { orSetAside } from "@earshot/service";
import {
  type BatchWriter,
  beginClaim,
  type CrawlChanges,
  type CrawlResult,
  type Db,
  type FeedForCrawl,
  type HostGate,
  type HostLedger,
  inTransaction,
  keepClaim,
  LostClaimError,
  readFeedsForCrawl,
  releaseClaim,
  type Store,
  saveCrawl,
  type UnchangedCrawl,
  wakeHosts,
  wakeTroubledHosts,
} from "@earshot/storage";
import type { FetchedFeed } from "./fetch-feed.ts";
import { fetchWhole } from "./fetch-whole.ts";
import { type CrawlReading, readCrawl } from "./read-crawl.ts";

/** What crawling needs. */
export interface CrawlDeps {
  readonly store: Store;
  readonly prober: Prober;
  readonly vantage: VantageWatch;
  /** The way to hosts, within each one's rate and concurrency. */
  readonly gate: HostGate;
  /** Where hosts' complaints are heeded, for the whole fleet. */
  readonly ledger: Pick<HostLedger, "note">;
  readonly rules: HealthRules;
  readonly periods: Periods;
  readonly log: Logger;
  readonly clock: () => Date;
  /** Takes what was found unchanged, of all jobs in hand. */
  readonly recorder: BatchWriter<UnchangedCrawl>;
  /** Renewed while there is work left. */
  readonly leaseMs: number;
  /** After which work on one subject hangs in our own code; see `orSetAside`. */
  readonly watchdogMs?: number;
  /** Told of each crawl, for metrics. */
  readonly onCrawl: (result: CrawlResult["kind"]) => void;
}

/** Feeds under one claim. */
export interface ClaimedFeeds {
  readonly claimId: string;
  readonly feedIds: readonly number[];
}

/** A server that asks for more patience than a day is asked again after a day. */
const retryAfterMsMax = 24 * 60 * 60_000;
/** A feed that found no slot at a later hop's host comes back to the store for this long. */
const deferralMs = 10_000;

/**
 * Crawls the feeds that the claim still holds, all at once: fetch, parse, and record in one transaction what follows.
 * One that our own code fails on is tried again later and later, and keeps none of the others.
 */
export async function crawlFeeds(deps: CrawlDeps, claimed: ClaimedFeeds): Promise<void> {
  const { store, clock, leaseMs, log } = deps;
  const { claimId, feedIds } = claimed;
  const claim = { kind: "feed", claimId, leaseMs } as const;
  const pending = new Set(await beginClaim(store.db, { ...claim, ids: feedIds, now: clock() }));
  const feeds = await readFeedsForCrawl(store.db, [...pending]);
  const turns = await deps.gate.lineUp(feeds.map(({ hostId }) => hostId));
  const crawlAndForget = async (feed: FeedForCrawl, index: number) => {
    await orSetAside(deps, { kind: "feed", claimId, id: feed.id }, async () => {
      const laterAt = (await turns[index]?.come()) ?? null;
      if (laterAt === null) await crawlFeed(deps, claimId, feed);
      else await handBack(deps, { claimId, feed, laterAt });
    });
    pending.delete(feed.id);
  };
  const crawls = await keepClaim(store, { ...claim, pending: () => [...pending], clock, log }, () =>
    Promise.allSettled(feeds.map(crawlAndForget)),
  );
  const failure = crawls.find(({ status }) => status === "rejected");
  if (failure?.status === "rejected") throw failure.reason;
}

async function crawlFeed(deps: CrawlDeps, claimId: string, feed: FeedForCrawl): Promise<void> {
  const { store, log, clock } = deps;
  const fetched = await fetchWhole(deps, feed);
  for (const { probe } of fetched.pages) await deps.ledger.note(hostSignalsOf(probe));
  if (fetched.isDeferred) {
    const laterAt = new Date(clock().getTime() + deferralMs);
    return handBack(deps, { claimId, feed, laterAt });
  }
  const read = await readCrawl(store.db, feed, fetched, clock());
  const { look: probe, correlated } = await deps.vantage.doubtProbe(read.probe, feed.health);
  await deps.ledger.note(hostSignalsOf(probe));
  const reading = { ...read, probe };
  const { result } = reading;
  const judged = outcomeOfProbe(probe);
  const outcome = { ...judged.outcome, correlated };
  const crawled = { claimId, feed, fetched, reading, judged: { ...judged, outcome } };
  const fields = { feed: feed.id, url: feed.url, result: result.kind };
  try {
    if (isNothingNew(crawled)) {
      await deps.recorder.write([unchangedOf(deps, crawled)]);
      log.debug(fields, "crawled");
    } else {
      const { added, changed, vanished } = await inTransaction(store, (tx) => recordCrawl(tx, deps, crawled));
      log.debug({ ...fields, added, changed, vanished }, "crawled");
    }
  } catch (error) {
    if (!(error instanceof LostClaimError)) throw error;
    log.warn(fields, "crawled under a claim that had ended: not recorded");
  }
  deps.onCrawl(result.kind);
}

/** Hands back a feed for which some host has no turn now. */
async function handBack(
  { store }: CrawlDeps,
  deferral: { readonly claimId: string; readonly feed: FeedForCrawl; readonly laterAt: Date },
): Promise<void> {
  const { claimId, feed, laterAt } = deferral;
  await releaseClaim(store.db, { kind: "feed", claimId, ids: [feed.id], now: laterAt });
}

interface Crawled {
  readonly claimId: string;
  readonly feed: FeedForCrawl;
  readonly fetched: FetchedFeed;
  readonly reading: CrawlReading;
  readonly judged: ProbeJudgement;
}

/** A sound feed as it was: most crawls are of this kind, and all of them are recorded together. */
function isNothingNew({ feed, fetched, reading, judged }: Crawled): boolean {
  const isSound = feed.health.state === "ok" && judged.outcome.kind !== "bad" && judged.blamed.length === 0;
  const isSame =
    reading.result.kind === "unchanged" && reading.churn === null && fetched.permanentUrl === null;
  return isSound && isSame && !feed.missesSome;
}

function unchangedOf(deps: CrawlDeps, crawled: Crawled): UnchangedCrawl {
  const { claimId, feed, reading } = crawled;
  const { hops, vantage, verdict, faults } = reading.probe;
  const next = nextDueOf(deps, crawled, null);
  const status = hops.at(-1)?.status ?? null;
  const periodMs = periodOf(deps, crawled);
  return { feedId: feed.id, claimId, next, vantage, status, verdict, faults, periodMs };
}

async function recordCrawl(tx: Db, deps: CrawlDeps, crawled: Crawled): Promise<CrawlChanges> {
  const { claimId, feed, fetched, reading, judged } = crawled;
  const { result, probe } = reading;
  const now = deps.clock();
  const { health, nextCheckMs } = await recordOutcome(tx, reportOf(crawled), deps.rules);
  const changes = await saveCrawl(tx, {
    feedId: feed.id,
    claimId,
    now,
    next: nextDueOf(deps, crawled, nextCheckMs),
    status: probe.hops.at(-1)?.status ?? null,
    verdict: probe.verdict,
    faults: probe.faults,
    health,
    probe,
    redirectedTo: fetched.permanentUrl,
    result,
    vanishAfterMs: deps.periods.feedMs,
    periodMs: periodOf(deps, crawled),
  });
  if (changes === undefined) throw new LostClaimError();
  for (const id of changes.withdrawnMediaIds) {
    await leaveIncidents(tx, { kind: "media", id }, { reason: "withdrawn", now });
  }
  if (reading.churn !== null)
    await tellChurn(tx, { feed, churn: reading.churn, bodyHash: fetched.bodyHash, now });
  await wakeHosts(tx, judged.blamed, now);
  if (changes.mediaIds.length > 0) await wakeTroubledHosts(tx, feed.id, now);
  return changes;
}

function reportOf({ feed, reading, judged }: Crawled): OutcomeReport {
  const { outcome, failing, failingAt } = judged;
  return {
    subject: { kind: "feed", id: feed.id },
    health: feed.health,
    outcome,
    keys: outcome.kind === "bad" ? feedIncidentKeys(feed.id, outcome.codes) : [],
    place: {
      where: feed.title ?? failing?.host ?? "the feed URL",
      failing: failing === null ? [] : [{ ...failing, role: "feed" }],
    },
    evidence: reading.probe,
    failingAt,
  };
}

/** The feed's own period: as its publishers wish or as configured, or longer as its host's word and its rhythm allow. */
function periodOf({ periods, clock }: CrawlDeps, { feed, reading }: Crawled): number {
  const { result } = reading;
  const ttlMinutes = result.kind === "parsed" ? result.show.ttlMinutes : feed.ttlMinutes;
  const wishedMs = wishedFeedPeriod(periods.feedMs, feed.wishes);
  return adaptFeedPeriod(wishedMs, { ttlMinutes, newestAt: feed.newestAt }, clock());
}

function nextDueOf(deps: CrawlDeps, crawled: Crawled, nextCheckMs: number | null): NextDue {
  const { feed, fetched } = crawled;
  const now = deps.clock();
  if (nextCheckMs !== null) return { at: new Date(now.getTime() + nextCheckMs), lane: "hot" };
  const next = nextFeedDue(`feed:${feed.id}`, periodOf(deps, crawled), now);
  const askedMs = readRetryAfter(fetched.retryAfter, now);
  if (askedMs === null) return next;
  const asked = new Date(now.getTime() + Math.min(askedMs, retryAfterMsMax));
  return asked > next.at ? { ...next, at: asked } : next;
}
