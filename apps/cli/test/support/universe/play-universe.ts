import { createLogger } from "@earshot/runtime";
import { type Coverage, maintainPartitions, openStore, readCoverage, type Store } from "@earshot/storage";
import { countRequests, type RequestCount } from "./count-requests.ts";
import { type Latest, measureLateness } from "./measure-lateness.ts";
import { openUniverse, type Universe, type UniverseCounts } from "./open-universe.ts";
import { openPublishing } from "./publish-episodes.ts";
import { type Aftermath, type LapsedHost, readAftermath } from "./read-aftermath.ts";
import { type ScriptedProber, scriptProber } from "./script-prober.ts";
import { seedUniverse } from "./seed-universe.ts";
import { skewedHosts } from "./skewed-hosts.ts";
import { coverageTermsOf, lapsingHostId, type UniversePlan } from "./universe-plan.ts";
import { type CoverageGap, watchCoverage } from "./watch-coverage.ts";

/** What happened, counted. */
export interface UniverseReport extends UniverseCounts, Aftermath {
  /** How long was played. */
  readonly minutes: number;
  /** Requests for audio, as the hosts counted them, and fresh handshakes. */
  readonly requests: number;
  readonly hostChecks: number;
  /** Most requests to one host within ten seconds, and what its budget allows in them. */
  readonly mostInTenSeconds: number;
  readonly allowedInTenSeconds: number;
  /** Milliseconds from the publication of an episode to its first probe, of the one that waited longest. */
  readonly longestUnheardMs: number;
  /** Episodes that were found and never probed. */
  readonly unheard: number;
  readonly latest: Latest;
  /** At the end, and when something was not covered before. */
  readonly coverage: readonly Coverage[];
  readonly gaps: readonly CoverageGap[];
}

const minuteMs = 60_000;
const tickMs = 1_000;
const startAt = new Date(Date.UTC(2026, 10, 20, 12));
/** So many minutes after the renewal the coverage is looked at, whatever the plan says: what was parked is let go then. */
const looksAfterRenewal = 2;

/**
 * Plays a universe second by second: the store, its claims, the checker's work and the incident rules are the real
 * ones, the clock and the network are scripted.
 */
export async function playUniverse(plan: UniversePlan): Promise<UniverseReport> {
  let now = startAt;
  const clock = () => now;
  const lapsed = lapseOf(plan);
  await seedUniverse(plan, startAt);
  const store = openStore({
    url: plan.databaseUrl,
    log: createLogger({ level: "error", name: "universe" }),
    poolMax: 10,
  });
  try {
    await maintainPartitions(store, { now, keepDays: 7, keepRollupDays: 90 });
    const requests = countRequests();
    const scripted = scriptProber(clock, lapsed, requests.note);
    const crawl = openPublishing({ store, periods: plan.periods, startAt, onEpisode: requests.expect });
    const lateness = measureLateness(lapsingHostId);
    const universe = openUniverse({ plan, store, clock, scripted, crawl, lateness });
    const coverage = watchCoverage({
      store,
      terms: coverageTermsOf(plan),
      looksAt: (minute) => minute % plan.coverageEvery === 0 || minute === plan.renewAt + looksAfterRenewal,
    });
    const endsAt = startAt.getTime() + plan.minutes * minuteMs;
    for (; now.getTime() < endsAt && plan.signal?.aborted !== true; now = new Date(now.getTime() + tickMs)) {
      const minute = (now.getTime() - startAt.getTime()) / minuteMs;
      if (Number.isInteger(minute)) {
        plan.onMinute?.(minute);
        await coverage.minute(minute, now);
      }
      await universe.second();
    }
    await universe.close();
    const gaps = coverage.gaps();
    return {
      ...(await readReport({ plan, store, now, lapsed, universe, scripted, requests })),
      ...{ latest: lateness.latest(), gaps },
    };
  } finally {
    await store.close();
  }
}

function lapseOf(plan: UniversePlan): LapsedHost {
  return {
    hostname: skewedHosts(plan.hosts)[lapsingHostId - 1]?.hostname ?? "",
    lapsesAt: new Date(startAt.getTime() + plan.lapseAt * minuteMs),
    renewedAt: new Date(startAt.getTime() + plan.renewAt * minuteMs),
  };
}

interface Ended {
  readonly plan: UniversePlan;
  readonly store: Store;
  readonly now: Date;
  readonly lapsed: LapsedHost;
  readonly universe: Universe;
  readonly scripted: ScriptedProber;
  readonly requests: RequestCount;
}

async function readReport(ended: Ended): Promise<Omit<UniverseReport, "latest" | "gaps">> {
  const { plan, store, now, lapsed, universe, scripted, requests } = ended;
  return {
    minutes: (now.getTime() - startAt.getTime()) / minuteMs,
    ...universe.counts,
    ...(await readAftermath(store, lapsed)),
    requests: requests.total(),
    hostChecks: scripted.handshakes(),
    mostInTenSeconds: requests.mostInTenSeconds(),
    // Ten seconds' worth, and the second by which a slot is used ahead of its time here.
    allowedInTenSeconds: plan.hostRate * 11 + 1,
    longestUnheardMs: requests.longestUnheardMs(),
    unheard: requests.unheard(),
    coverage: await readCoverage(store.db, { ...coverageTermsOf(plan), now }),
  };
}
