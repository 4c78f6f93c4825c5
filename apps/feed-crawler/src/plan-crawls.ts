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

const feedsPerRound = 100;
/** Crawls beyond this many waiting stay in the store, where they cost nothing. */
const waitingMax = 200;

/** Claims the feeds that are due, hot ones first, within each host's rate and concurrency, and queues a crawl for each. */
export async function planCrawls(deps: PlanDeps): Promise<number> {
  const { store, queue, clock, leaseMs, hostRate, hostConcurrency } = deps;
  const { waiting } = await queue.counts("feed.crawl");
  const limit = Math.min(feedsPerRound, waitingMax - waiting);
  if (limit <= 0) return 0;
  const request = { kind: "feed", limit, leaseMs, now: clock(), hostRate, hostConcurrency } as const;
  const { claimId, subjects } = await claimDuePolitely(store.db, request);
  await queue.enqueueMany(
    "feed.crawl",
    subjects.map(({ id }) => ({ payload: { claimId, feedIds: [id] }, jobId: `${claimId}-${id}` })),
  );
  return subjects.length;
}
