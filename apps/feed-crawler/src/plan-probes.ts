import { groupByVantage } from "@earshot/domain";
import { findRoom, type JobName, type Queue, type QueuePlace } from "@earshot/queue";
import { type ClaimedSubject, claimDueMedia, hotLeaseOf, releaseParked, type Store } from "@earshot/storage";
import { packBatches } from "./pack-batches.ts";

/** What planning probes needs. */
export interface PlanProbesDeps {
  readonly store: Store;
  readonly queue: Queue;
  readonly clock: () => Date;
  /** How long a worker has for the first of its URLs, their wait in the queue included. */
  readonly leaseMs: number;
  /** Requests a second to one host. */
  readonly hostRate: number;
  /** Requests in flight to one host. */
  readonly hostConcurrency: number;
  /** The vantages at which checkers are alive. */
  readonly liveVantages: () => readonly string[];
}

/** URLs claimed at a time: whoever got them all asks again at once. */
export const mediaPerRound = 1_000;
/** Probes beyond this many waiting jobs stay in the store, where they cost nothing. */
const waitingMax = 100;

/**
 * Claims the enclosure URLs that are due, within each host's rate and concurrency, and queues them for the vantage that
 * is to look: hot ones alone and in a queue of their own, the sweep in batches of many hosts, those that hung the last
 * time apart from both. What waited for a host to recover is made ready first.
 */
export async function planProbes(deps: PlanProbesDeps): Promise<number> {
  const { store, queue, clock, leaseMs, hostRate, hostConcurrency } = deps;
  const now = clock();
  await releaseParked(store.db, { hostRate, now });
  const { vantages, withSlow } = await readRoom(queue, deps.liveVantages());
  if (vantages.length === 0) return 0;
  const request = { limit: mediaPerRound, leaseMs, hotLeaseMs: hotLeaseOf(leaseMs), now, withSlow };
  const { claimId, subjects } = await claimDueMedia(store.db, { ...request, hostRate, hostConcurrency });
  for (const [vantage, group] of groupByVantage("media", subjects, vantages)) {
    await enqueue(queue, { vantage }, { claimId, subjects: group });
  }
  return subjects.length;
}

/** Which vantages have room in both queues, and whether each has room for URLs that hung. */
async function readRoom(queue: Queue, live: readonly string[]) {
  const roomOf = async (job: JobName) => {
    const rooms = await findRoom(queue, { job, vantages: live, waitingMax });
    return rooms.map(({ vantage }) => vantage);
  };
  const [sweep, hot, slow] = await Promise.all([
    roomOf("enclosure.probe"),
    roomOf("enclosure.confirm"),
    roomOf("enclosure.slow"),
  ]);
  const vantages = sweep.filter((vantage) => hot.includes(vantage));
  return { vantages, withSlow: vantages.every((vantage) => slow.includes(vantage)) };
}

interface Group {
  readonly claimId: string;
  readonly subjects: readonly ClaimedSubject[];
}

async function enqueue(queue: Queue, place: QueuePlace, { claimId, subjects }: Group): Promise<void> {
  const { hot = [], sweep = [], slow = [] } = Object.groupBy(subjects, kindOf);
  const alone = hot.map(({ id }) => ({ payload: { claimId, mediaIds: [id] }, jobId: `${claimId}-${id}` }));
  const batched = (name: string, due: readonly ClaimedSubject[]) =>
    packBatches(due).map((mediaIds, index) => ({
      payload: { claimId, mediaIds },
      jobId: `${claimId}-${name}-${index}`,
    }));
  await queue.enqueueMany("enclosure.confirm", alone, place);
  await queue.enqueueMany("enclosure.probe", batched("batch", sweep), place);
  await queue.enqueueMany("enclosure.slow", batched("slow", slow), place);
}

function kindOf({ lane, slow }: ClaimedSubject): "hot" | "sweep" | "slow" {
  if (slow) return "slow";
  return lane === "hot" ? "hot" : "sweep";
}
