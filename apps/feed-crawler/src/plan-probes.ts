import type { Queue } from "@earshot/queue";
import { type ClaimedSubject, claimDueMedia, releaseParked, type Store } from "@earshot/storage";
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
}

const mediaPerRound = 1_000;
/** Probes beyond this many waiting jobs stay in the store, where they cost nothing. */
const waitingMax = 100;

/**
 * Claims the enclosure URLs that are due, within each host's rate and concurrency, and queues them: hot ones alone and
 * in a queue of their own, the sweep in batches of many hosts. What waited for a host to recover is made ready first.
 */
export async function planProbes(deps: PlanProbesDeps): Promise<number> {
  const { store, queue, clock, leaseMs, hostRate, hostConcurrency } = deps;
  const [sweep, hot] = await Promise.all([
    queue.counts("enclosure.probe"),
    queue.counts("enclosure.confirm"),
  ]);
  const now = clock();
  await releaseParked(store.db, { hostRate, now });
  if (Math.max(sweep.waiting, hot.waiting) >= waitingMax) return 0;
  const request = { limit: mediaPerRound, leaseMs, now };
  const { claimId, subjects } = await claimDueMedia(store.db, { ...request, hostRate, hostConcurrency });
  const isHot = ({ lane }: ClaimedSubject) => lane === "hot";
  await queue.enqueueMany(
    "enclosure.confirm",
    subjects
      .filter(isHot)
      .map(({ id }) => ({ payload: { claimId, mediaIds: [id] }, jobId: `${claimId}-${id}` })),
  );
  const batches = packBatches(subjects.filter((subject) => !isHot(subject)));
  await queue.enqueueMany(
    "enclosure.probe",
    batches.map((mediaIds, index) => ({
      payload: { claimId, mediaIds },
      jobId: `${claimId}-batch-${index}`,
    })),
  );
  return subjects.length;
}
