import { type Job, UnrecoverableError, WaitingError } from "bullmq";
import { type Engine, engineConnection } from "./engine.ts";
import { type JobName, jobs, type Payload } from "./jobs.ts";
import { PayloadError } from "./queue-errors.ts";
import { buildErrorListener, type QueueLog } from "./queue-log.ts";
import { queueName } from "./queue-name.ts";

/** What a handler learns about its job beside the payload. */
export interface JobContext {
  readonly jobId: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Aborted when the worker must stop now: a handler that then throws hands its job back, unspent. */
  readonly signal: AbortSignal;
}

/** Does one job. A throw means a fault of ours: the job is tried again, and given up after its last attempt. */
export type JobHandler<N extends JobName> = (
  payload: Payload<N>,
  context: JobContext,
) => Promise<void> | void;

/** How a worker works. */
export interface WorkerOptions {
  /** The vantage whose queue it takes from; the queue for everybody unless given. */
  readonly vantage?: string;
  /** Jobs at once; the catalogue's number unless given. */
  readonly concurrency?: number;
  /** How long `close()` lets jobs in hand finish before it aborts their signals. */
  readonly finishTimeoutMs?: number;
  /** Overrides of the catalogue, for tests of stalled jobs. */
  readonly lockMs?: number;
  readonly stalledIntervalMs?: number;
}

/** A running worker. */
export interface QueueWorker {
  /** Jobs in hand. */
  active(): number;
  /**
   * Takes no further job, lets those in hand finish, then aborts their signals so that they are handed back. A job
   * whose handler still does not return is taken over by another worker once its hold has lapsed.
   */
  close(): Promise<void>;
}

/** What the worker is started with. */
export interface WorkerDeps {
  readonly engine: Engine;
  readonly prefix: string;
  readonly log: QueueLog;
}

/** Time for handlers to hand their job back after their signal was aborted, and for the engine to take that in. */
const handBackMs = 2_000;

/** Starts a worker for one kind of job. Resolves once it polls. */
export async function startWorker<N extends JobName>(
  deps: WorkerDeps,
  name: N,
  handler: JobHandler<N>,
  options: WorkerOptions = {},
): Promise<QueueWorker> {
  const { log } = deps;
  const stopping = new AbortController();
  const inHand = new Set<Promise<void>>();

  async function runJob(job: Job, token: string): Promise<void> {
    const payload = parsePayload(name, job.data);
    const context = { jobId: job.id ?? "", attempt: job.attemptsMade + 1, signal: stopping.signal };
    try {
      stopping.signal.throwIfAborted();
      await handler(payload, context);
    } catch (error) {
      if (!stopping.signal.aborted) throw error;
      await job.moveToWait(token);
      log.info({ job: name, jobId: job.id }, "job handed back");
      throw new WaitingError();
    }
  }

  const worker = new deps.engine.workers.Worker(
    queueName(name, { vantage: options.vantage ?? null }),
    (job, token = "") => {
      const run = runJob(job, token);
      const settled = run.then(
        () => {},
        () => {},
      );
      inHand.add(settled);
      void settled.then(() => inHand.delete(settled));
      return run;
    },
    buildSettings(deps, name, options),
  );
  logEvents(worker, name, log);
  try {
    await worker.waitUntilReady();
  } catch (error) {
    // BullMQ's object remembers that its start failed, and would never work.
    await worker.close(true);
    throw error;
  }

  async function close(): Promise<void> {
    await worker.pause(true);
    const finished = await settlesWithin(Promise.all(inHand), options.finishTimeoutMs ?? 10_000);
    stopping.abort(new Error("the worker is closing"));
    const handedBack = finished || (await settlesWithin(Promise.all(inHand), handBackMs));
    if (!handedBack)
      log.warn({ job: name, jobs: inHand.size }, "jobs would not stop, leaving them to another worker");
    // BullMQ waits here for its connection to say goodbye, which it cannot while the engine is away.
    const said = await settlesWithin(worker.close(!handedBack), handBackMs);
    if (!said) await worker.getBackend().disconnectBlocking(false);
  }
  let closed: Promise<void> | undefined;
  return {
    active: () => inHand.size,
    close() {
      closed ??= close();
      return closed;
    },
  };
}

type AnyWorker = InstanceType<Engine["workers"]["Worker"]>;

function buildSettings(deps: WorkerDeps, name: JobName, options: WorkerOptions) {
  const spec = jobs[name];
  return {
    connection: engineConnection,
    prefix: deps.prefix,
    concurrency: options.concurrency ?? spec.concurrency,
    lockDuration: options.lockMs ?? spec.lockMs,
    stalledInterval: options.stalledIntervalMs ?? spec.stalledIntervalMs,
    // A job may be lost with its worker a few times without being at fault itself.
    maxStalledCount: 3,
    runRetryDelay: 1_000,
    drainDelay: 5,
    metrics: { maxDataPoints: 120 },
    settings: { backoffStrategy: (failedAttempts: number) => withJitter(spec.backoff(failedAttempts)) },
  } satisfies ConstructorParameters<Engine["workers"]["Worker"]>[2];
}

function logEvents(worker: AnyWorker, name: JobName, log: QueueLog): void {
  worker.on("error", buildErrorListener(log, { job: name }));
  worker.on("stalled", (jobId) => log.warn({ job: name, jobId }, "job stalled, running it again"));
  worker.on("lockRenewalFailed", (jobIds) => {
    log.warn({ job: name, jobIds }, "lost the hold on jobs that run here, others may run them again");
  });
  worker.on("failed", (job, error) => {
    const fields = { job: name, jobId: job?.id, attempt: job?.attemptsMade, err: error };
    if (job?.finishedOn === undefined) log.warn(fields, "job failed, trying it again");
    else log.error(fields, "job failed for good");
  });
}

/** Parses what a job carries. @throws UnrecoverableError, since a job that does not parse now never will. */
function parsePayload<N extends JobName>(name: N, data: unknown): Payload<N> {
  const parsed = jobs[name].payload.safeParse(data);
  // The schema was taken by the same name as the type; TypeScript does not relate the two for a generic N.
  if (parsed.success) return parsed.data as Payload<N>;
  const reasons = parsed.error.issues.map(
    (issue) => `${issue.path.join(".") || "payload"}: ${issue.message}`,
  );
  const cause = new PayloadError(reasons.join("; "));
  throw Object.assign(new UnrecoverableError(`${name} payload is invalid: ${cause.message}`), { cause });
}

/** Spreads retries by a fifth either way, so that jobs that failed together do not come back together. */
function withJitter(delayMs: number): number {
  return Math.round(delayMs * (0.8 + 0.4 * Math.random()));
}

async function settlesWithin(promise: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  const timedOut = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => timedOut.resolve(false), timeoutMs);
  try {
    return await Promise.race([promise.then(() => true), timedOut.promise]);
  } finally {
    clearTimeout(timer);
  }
}
