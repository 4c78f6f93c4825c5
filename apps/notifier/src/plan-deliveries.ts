import type { Lane } from "@earshot/domain";
import { batchSizeMax, type Queue } from "@earshot/queue";
import { claimDueDeliveries, inTransaction, readDueLanes, type Store } from "@earshot/storage";

/** What planning needs. */
export interface PlanDeps {
  readonly store: Store;
  readonly queue: Queue;
  readonly clock: () => Date;
  readonly leaseMs: number;
}

interface Channel {
  readonly lane: Lane;
  readonly job: "notice.deliver" | "notice.retry" | "notice.mail";
  /** Deliveries beyond so many jobs in a queue stay in the store, where they cost nothing. */
  readonly waitingMax: number;
  readonly perJob: number;
}

/** The queues of deliveries, each with slots of its own, so that neither time-outs nor mail hold up a webhook. */
export const deliveryChannels: readonly Channel[] = [
  { lane: "hot", job: "notice.deliver", waitingMax: 20, perJob: batchSizeMax },
  { lane: "troubled", job: "notice.retry", waitingMax: 10, perJob: batchSizeMax },
  { lane: "ordinary", job: "notice.mail", waitingMax: 10, perJob: 5 },
];

const jobsPerRound = 10;

/** What one round came to. */
export interface Planned {
  /** Whether more could be queued at once. */
  readonly isFull: boolean;
  /** Whether more are due that wait for a place at their endpoint. */
  readonly hasMore: boolean;
}

/** Claims the deliveries that are due, channel by channel, and queues them in jobs of several. */
export async function planDeliveries(deps: PlanDeps): Promise<Planned> {
  const dueLanes = await readDueLanes(deps.store.db, deps.clock());
  const rounds: Planned[] = [];
  for (const channel of deliveryChannels) {
    if (dueLanes.has(channel.lane)) rounds.push(await planChannel(deps, channel));
  }
  return { isFull: rounds.some(({ isFull }) => isFull), hasMore: rounds.some(({ hasMore }) => hasMore) };
}

async function planChannel({ store, queue, clock, leaseMs }: PlanDeps, channel: Channel): Promise<Planned> {
  const { lane, job, waitingMax, perJob } = channel;
  const { waiting } = await queue.counts(job);
  const limit = Math.min(jobsPerRound, waitingMax - waiting) * perJob;
  if (limit <= 0) return { isFull: false, hasMore: true };
  const request = { lane, limit, leaseMs, now: clock() };
  const { claimId, deliveryIds, hasMore } = await inTransaction(store, (tx) =>
    claimDueDeliveries(tx, request),
  );
  const batches = Array.from({ length: Math.ceil(deliveryIds.length / perJob) }, (_, index) =>
    deliveryIds.slice(index * perJob, (index + 1) * perJob),
  );
  await queue.enqueueMany(
    job,
    batches.map((ids, index) => ({ payload: { claimId, deliveryIds: ids }, jobId: `${claimId}-${index}` })),
  );
  return { isFull: deliveryIds.length === limit, hasMore };
}
