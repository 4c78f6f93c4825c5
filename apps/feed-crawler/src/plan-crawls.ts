import type { Queue } from "@earshot/queue";
import { claimDue, type Store } from "@earshot/storage";

/** What planning crawls needs. */
export interface PlanDeps {
  readonly store: Store;
  readonly queue: Queue;
  readonly clock: () => Date;
  /** How long a worker has for each feed, its wait in the queue included. */
  readonly leaseMs: number;
}

const feedsPerRound = 100;
/** Crawls beyond this many waiting stay in the store, where they cost nothing. */
const waitingMax = 200;

/** Claims the feeds that are due, hot ones first, and queues one crawl for each. */
export async function planCrawls({ store, queue, clock, leaseMs }: PlanDeps): Promise<number> {
  const { waiting } = await queue.counts("feed.crawl");
  const limit = Math.min(feedsPerRound, waitingMax - waiting);
  if (limit <= 0) return 0;
  const claim = await claimDue(store.db, { kind: "feed", limit, leaseMs, now: clock() });
  const { claimId, subjects } = claim;
  await queue.enqueueMany(
    "feed.crawl",
    subjects.map(({ id }) => ({ payload: { claimId, feedIds: [id] }, jobId: `${claimId}-${id}` })),
  );
  return subjects.length;
}
