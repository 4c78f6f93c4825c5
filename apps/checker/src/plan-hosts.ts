import type { Lane } from "@earshot/domain";
import type { JobName, Queue } from "@earshot/queue";
import { type Claim, claimDue, type Store } from "@earshot/storage";

/** What planning host checks needs. */
export interface PlanHostsDeps {
  readonly store: Store;
  readonly queue: Queue;
  readonly clock: () => Date;
  /** How long a worker has for each host, its wait in the queue included. */
  readonly leaseMs: number;
}

interface LanePlan {
  readonly lane: Lane;
  readonly job: Extract<JobName, "host.check" | "host.confirm">;
  readonly batchSize: number;
}

/** Confirmations go one by one, for the sake of their delay; ordinary checks in batches, for the sake of the queue. */
const lanePlans: readonly LanePlan[] = [
  { lane: "hot", job: "host.confirm", batchSize: 1 },
  { lane: "ordinary", job: "host.check", batchSize: 10 },
];
const hostsPerRound = 200;
/** Jobs beyond this many waiting stay in the store, where they cost nothing. */
const waitingMax = 200;

/** Claims the hosts that are due and queues their checks; gives how many it took. */
export async function planHosts(deps: PlanHostsDeps): Promise<number> {
  let taken = 0;
  for (const plan of lanePlans) taken += await planLane(deps, plan);
  return taken;
}

async function planLane({ store, queue, clock, leaseMs }: PlanHostsDeps, plan: LanePlan): Promise<number> {
  const { waiting } = await queue.counts(plan.job);
  const limit = Math.min(hostsPerRound, (waitingMax - waiting) * plan.batchSize);
  if (limit <= 0) return 0;
  const request = { kind: "host", lane: plan.lane, limit, leaseMs, now: clock() } as const;
  const claim = await claimDue(store.db, request);
  await queue.enqueueMany(plan.job, jobsOf(claim, plan.batchSize));
  return claim.subjects.length;
}

function jobsOf({ claimId, subjects }: Claim, batchSize: number) {
  const batches = Array.from({ length: Math.ceil(subjects.length / batchSize) }, (_, index) =>
    subjects.slice(index * batchSize, (index + 1) * batchSize).map(({ id }) => id),
  );
  return batches.map((hostIds, index) => ({ payload: { claimId, hostIds }, jobId: `${claimId}-${index}` }));
}
