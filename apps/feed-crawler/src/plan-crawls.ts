import type { Queue } from "@earshot/queue";
import { claimDuePolitely, type Store } from "@earshot/storage";

/** What planning crawls needs. */
export interface PlanDeps {
  readonly store: Store;
  readonly queue: Queue;
  readonly clock: () => Date;
  /** How long a worker has for each feed, its wait in the queue included. */
  readonly leaseMs: number;
  /** Requests a second to one host. */
  readonly hostRate: number;
  /** Requests in flight to one host. */
  readonly hostConcurrency: number;
}

const feedsPerRound = 500;
/** A job crawls all of its feeds at once, so that a slow one holds up few others. */
const feedsPerJob = 5;
/** Crawls beyond this many waiting jobs stay in the store, where they cost nothing. */
const waitingMax = 100;

/** Claims the feeds that are due, hot ones first, within each host's rate and concurrency, and queues them by fives. */
export async function planCrawls(deps: PlanDeps): Promise<number> {
  const { store, queue, clock, leaseMs, hostRate, hostConcurrency } = deps;
  const { waiting } = await queue.counts("feed.crawl");
  if (waiting >= waitingMax) return 0;
  const request = {
    kind: "feed",
    limit: feedsPerRound,
    leaseMs,
    now: clock(),
    hostRate,
    hostConcurrency,
  } as const;
  const { claimId, subjects } = await claimDuePolitely(store.db, request);
  const batches = Array.from({ length: Math.ceil(subjects.length / feedsPerJob) }, (_, index) =>
    subjects.slice(index * feedsPerJob, (index + 1) * feedsPerJob).map(({ id }) => id),
  );
  await queue.enqueueMany(
    "feed.crawl",
    batches.map((feedIds) => ({ payload: { claimId, feedIds }, jobId: `${claimId}-${feedIds[0]}` })),
  );
  return subjects.length;
}
