import { groupByVantage } from "@earshot/domain";
import { findRoomBesideSlow, type Queue } from "@earshot/queue";
import { type ClaimedSubject, claimDuePolitely, type Store } from "@earshot/storage";

/** What planning crawls needs. */
export interface PlanDeps {
  readonly store: Store;
  readonly queue: Pick<Queue, "waiting" | "enqueueMany">;
  readonly clock: () => Date;
  /** How long a worker has for each feed, its wait in the queue included. */
  readonly leaseMs: number;
  /** Requests a second to one host. */
  readonly hostRate: number;
  /** Requests in flight to one host. */
  readonly hostConcurrency: number;
  /** The vantages at which crawlers are alive. */
  readonly liveVantages: () => readonly string[];
}

/** Feeds claimed at a time: whoever got them all asks again at once. */
export const feedsPerRound = 500;
/** A job crawls all of its feeds at once, so that a slow one holds up few others. */
const feedsPerJob = 5;
/** Crawls beyond this many waiting jobs stay in the store, where they cost nothing. */
const waitingMax = 300;

/**
 * Claims the feeds that are due, hot ones first, within each host's rate and concurrency, and queues them by fives for
 * the vantage that is to fetch them, those that hung the last time apart from the others.
 */
export async function planCrawls(deps: PlanDeps): Promise<number> {
  const { store, queue, clock, leaseMs, hostRate, hostConcurrency } = deps;
  const question = { job: "feed.crawl", slowJob: "feed.slow", vantages: deps.liveVantages() } as const;
  const { rooms, withSlow } = await findRoomBesideSlow(queue, { ...question, waitingMax });
  if (rooms.length === 0) return 0;
  const request = { kind: "feed", limit: feedsPerRound, leaseMs, withSlow, now: clock() } as const;
  const { claimId, subjects } = await claimDuePolitely(store.db, { ...request, hostRate, hostConcurrency });
  const vantages = rooms.map(({ vantage }) => vantage);
  for (const [vantage, group] of groupByVantage("feed", subjects, vantages)) {
    const { slow = [], prompt = [] } = Object.groupBy(group, (one) => (one.slow ? "slow" : "prompt"));
    await queue.enqueueMany("feed.crawl", jobsOf(claimId, prompt), { vantage });
    await queue.enqueueMany("feed.slow", jobsOf(claimId, slow), { vantage });
  }
  return subjects.length;
}

function jobsOf(claimId: string, subjects: readonly ClaimedSubject[]) {
  const batches = Array.from({ length: Math.ceil(subjects.length / feedsPerJob) }, (_, index) =>
    subjects.slice(index * feedsPerJob, (index + 1) * feedsPerJob).map(({ id }) => id),
  );
  return batches.map((feedIds) => ({ payload: { claimId, feedIds }, jobId: `${claimId}-${feedIds[0]}` }));
}
