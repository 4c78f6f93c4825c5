import type { Prober, VantageWatch } from "@earshot/probe";
import type { Queue } from "@earshot/queue";
import { type Logger, type Loop, type Metrics, openScope, startLoop } from "@earshot/runtime";
import {
  type Heartbeat,
  hostPatienceMs,
  startWorkers,
  type WorkEnv,
  workAt,
  workTermsOf,
} from "@earshot/service";
import type { CrawlResult } from "@earshot/storage";
import { type HostLedger, hintChannels, judgeStandings, openHostGate, type Store } from "@earshot/storage";
import { crawlFeeds } from "./crawl-feeds.ts";
import { type KeepHouseDeps, keepHouse, sumUp } from "./keep-house.ts";
import { openCrawlRecorder } from "./open-crawl-recorder.ts";
import { feedsPerRound, planCrawls } from "./plan-crawls.ts";
import { mediaPerRound, planProbes } from "./plan-probes.ts";
import { heal, type WatchClockDeps, watchClock } from "./watch-clock.ts";

/** What the crawler runs on. */
export interface FeedCrawlerDeps {
  readonly store: Store;
  readonly queue: Queue;
  readonly prober: Prober;
  readonly vantage: VantageWatch;
  readonly heartbeat: Heartbeat;
  readonly ledger: HostLedger;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly clock: () => Date;
  /** With the name of this vantage. */
  readonly env: WorkEnv & { readonly vantage: string };
}

/** A running crawler. */
export interface FeedCrawler {
  readonly loops: readonly Loop[];
  close(): Promise<void>;
}

const planEveryMs = 250;
/** A crawl ends by its deadline of 60 s, so a visit that is older belonged to a process that is gone. */
const longestVisitMs = 65_000;
const upkeepEveryMs = 60 * 60_000;
const sumUpEveryMs = 5 * 60_000;
const judgeEveryMs = 1_000;
/** A step back is healed at once, and one that is undone within this time is seen by nobody but the hourly upkeep. */
const watchClockEveryMs = 1_000;

/** Starts planning crawls and probes, and working at crawls. */
export async function startFeedCrawler(deps: FeedCrawlerDeps): Promise<FeedCrawler> {
  const { store, log, clock, env, heartbeat } = deps;
  const scope = openScope({ log });
  const onCrawl = countCrawls(deps.metrics);
  const onError = (error: unknown) =>
    log.error({ err: error }, "the crawler met a fault of ours, trying again");
  const terms = workTermsOf(env);
  const planning = { ...deps, ...terms };
  const crawling = () => heartbeat.liveVantages("crawls");
  const checking = () => heartbeat.liveVantages("checks");
  const { hostRate, hostConcurrency, leaseMs } = terms;
  const visits = { patienceMs: hostPatienceMs, leaseMs: Math.min(leaseMs, longestVisitMs) };
  const gate = openHostGate(store, { hostRate, hostConcurrency, ...visits, clock, log });
  const recorder = openCrawlRecorder(store, clock);
  const crawl = { ...deps, ...terms, gate, recorder, onCrawl };
  await startWorkers(scope, { ...deps, vantage: env.vantage, liveVantages: crawling }, [
    workAt("feed.crawl", (payload) => crawlFeeds(crawl, payload)),
    workAt("feed.slow", (payload) => crawlFeeds(crawl, payload)),
  ]);
  const crawls = { ...planning, liveVantages: crawling };
  const probes = { ...planning, liveVantages: checking };
  const plans = [
    { name: "crawl planner", run: () => planCrawls(crawls), intervalMs: pauseAfter(feedsPerRound) },
    { name: "probe planner", run: () => planProbes(probes), intervalMs: pauseAfter(mediaPerRound) },
  ];
  const upkeep = {
    name: "upkeep",
    intervalMs: upkeepEveryMs,
    clock,
    onError,
    run: () => keepAndHeal(planning),
  };
  const watch = {
    name: "clock watch",
    intervalMs: watchClockEveryMs,
    clock,
    onError,
    run: watchClock(planning),
  };
  await scope.open("clock watch", startLoop(watch));
  await scope.open("upkeep", startLoop(upkeep));
  const sums = { name: "rollups", intervalMs: sumUpEveryMs, clock, onError, run: () => sumUp(deps) };
  await scope.open("rollups", startLoop(sums));
  const standings = {
    ...{ name: "standings", intervalMs: judgeEveryMs, clock, onError },
    run: () => judgeStandings(store),
  };
  await scope.open("standings", startLoop(standings));
  const loops: Loop[] = [];
  for (const plan of plans) loops.push(await scope.open(plan.name, startLoop({ ...plan, clock, onError })));
  const wake = () => {
    for (const loop of loops) void loop.wake();
  };
  await scope.open("hints", store.listen({ [hintChannels.due]: wake }));
  return { loops, close: () => scope.close() };
}

/** A planner that got all it asked for asks again at once: more is due, and the queue says when there is enough. */
function pauseAfter(perRound: number): (taken: number) => number {
  return (taken) => (taken < perRound ? planEveryMs : 0);
}

async function keepAndHeal(deps: KeepHouseDeps & WatchClockDeps): Promise<void> {
  await keepHouse(deps);
  await heal(deps);
}

function countCrawls(metrics: Metrics): (result: CrawlResult["kind"]) => void {
  const crawls = metrics.counter({
    name: "earshot_crawls_total",
    help: "Crawls of feeds, by what came: a document, nothing new, or no feed.",
    labelNames: ["result"],
  });
  // A rate needs a zero to begin with.
  for (const result of ["parsed", "unchanged", "failed"] as const) crawls.inc({ result }, 0);
  return (result) => crawls.inc({ result });
}
