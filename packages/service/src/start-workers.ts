import type { JobHandler, JobName, Queue } from "@earshot/queue";
import { type Logger, type Scope, startLoop } from "@earshot/runtime";

/** Starts a worker for one kind of job, at the queue for everybody or at that of a vantage. */
export type StartWorker = (
  queue: Pick<Queue, "work">,
  scope: Scope,
  vantage: string | undefined,
) => Promise<void>;

/** What starting workers needs. */
export interface WorkersDeps {
  readonly queue: Pick<Queue, "work">;
  /** The vantage of this process. */
  readonly vantage: string;
  /** The vantages at which the same work is done now. */
  readonly liveVantages: () => readonly string[];
  readonly log: Logger;
  readonly clock: () => Date;
}

const lookEveryMs = 1_000;

/** A kind of job with what does it. */
export function workAt<N extends JobName>(name: N, handler: JobHandler<N>): StartWorker {
  return async (queue, scope, vantage) => {
    const options = vantage === undefined ? {} : { vantage };
    await scope.open(
      vantage === undefined ? name : `${name} of ${vantage}`,
      queue.work(name, handler, options),
    );
  };
}

/**
 * Starts workers at the queues for everybody, from which a vantage takes that is alone, and at those of this vantage as
 * soon as there is another one.
 */
export async function startWorkers(
  scope: Scope,
  deps: WorkersDeps,
  workers: readonly StartWorker[],
): Promise<void> {
  const { queue, log, clock } = deps;
  const startAll = async (vantage?: string) => {
    for (const start of workers) await start(queue, scope, vantage);
  };
  await startAll();
  let hasOwn = false;
  const openOwn = async () => {
    if (hasOwn || deps.liveVantages().length < 2) return;
    await startAll(deps.vantage);
    hasOwn = true;
  };
  const onError = (error: unknown) =>
    log.error({ err: error }, "the queues of this vantage could not be opened, trying again");
  await scope.open(
    "own queues",
    startLoop({ name: "own queues", intervalMs: lookEveryMs, clock, onError, run: openOwn }),
  );
}
