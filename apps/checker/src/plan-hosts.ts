import { groupByVantage, type Lane } from "@earshot/domain";
import { findRoomBesideSlow, type JobName, type Queue } from "@earshot/queue";
import { type ClaimedSubject, claimDue, hotLeaseOf, type Store } from "@earshot/storage";

/** What planning host checks needs. */
export interface PlanHostsDeps {
  readonly store: Store;
  readonly queue: Queue;
  readonly clock: () => Date;
  /** How long a worker has for each host, its wait in the queue included. */
  readonly leaseMs: number;
  /** The vantages at which checkers are alive. */
  readonly liveVantages: () => readonly string[];
}

type HostJob = Extract<JobName, "host.check" | "host.confirm" | "host.slow">;

interface LanePlan {
  readonly lane: Lane;
  readonly job: HostJob;
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

/**
 * Claims the hosts that are due and queues their checks for the vantage that is to look, those that hung the last time
 * apart from the others; gives how many it took.
 */
export async function planHosts(deps: PlanHostsDeps): Promise<number> {
  let taken = 0;
  for (const plan of lanePlans) taken += await planLane(deps, plan);
  return taken;
}

async function planLane(deps: PlanHostsDeps, { lane, job, batchSize }: LanePlan): Promise<number> {
  const { store, queue, clock } = deps;
  const question = { job, slowJob: "host.slow", vantages: deps.liveVantages(), waitingMax } as const;
  const { rooms, withSlow } = await findRoomBesideSlow(queue, question);
  if (rooms.length === 0) return 0;
  const limit = Math.min(hostsPerRound, ...rooms.map(({ room }) => room * batchSize));
  const leaseMs = lane === "hot" ? hotLeaseOf(deps.leaseMs) : deps.leaseMs;
  const request = { kind: "host", lane, limit, leaseMs, withSlow, now: clock() } as const;
  const { claimId, subjects } = await claimDue(store.db, request);
  const vantages = rooms.map(({ vantage }) => vantage);
  for (const [vantage, group] of groupByVantage("host", subjects, vantages)) {
    const { slow = [], prompt = [] } = Object.groupBy(group, (one) => (one.slow ? "slow" : "prompt"));
    await queue.enqueueMany(job, jobsOf(claimId, prompt, batchSize), { vantage });
    await queue.enqueueMany("host.slow", jobsOf(claimId, slow, 1), { vantage });
  }
  return subjects.length;
}

function jobsOf(claimId: string, subjects: readonly ClaimedSubject[], batchSize: number) {
  const batches = Array.from({ length: Math.ceil(subjects.length / batchSize) }, (_, index) =>
    subjects.slice(index * batchSize, (index + 1) * batchSize).map(({ id }) => id),
  );
  return batches.map((hostIds) => ({ payload: { claimId, hostIds }, jobId: `${claimId}-${hostIds[0]}` }));
}
