import type { Queue as BullQueue, JobsOptions } from "bullmq";
import type { Engine } from "./engine.ts";
import { type JobName, jobNames, jobs, type Payload } from "./jobs.ts";
import { openPostgresEngine } from "./open-postgres-engine.ts";
import { type AnyQueue, openQueues } from "./open-queues.ts";
import { openRedisEngine } from "./open-redis-engine.ts";
import type { QueueLog } from "./queue-log.ts";
import type { QueuePlace } from "./queue-name.ts";
import { type JobHandler, type QueueWorker, startWorker, type WorkerOptions } from "./start-worker.ts";

/** Where the jobs live. */
export type QueueEngine =
  | { readonly kind: "redis"; readonly url: string }
  | { readonly kind: "postgres"; readonly connectionString: string };

/** How to open the queue. */
export interface QueueOptions {
  readonly engine: QueueEngine;
  readonly log: QueueLog;
  /** Namespace of the keys in Redis, so that several installations can share one; PostgreSQL has its schema for that. */
  readonly prefix?: string;
  /** How long to wait for the engine at the start (10 s). */
  readonly connectTimeoutMs?: number;
  /** How long an addition or a count waits for its answer before it fails (5 s). */
  readonly answerTimeoutMs?: number;
  /** The vantages that have queues of their own for a kind of job now, for whoever looks at all queues; none unless given. */
  readonly vantages?: (job: JobName) => Promise<readonly string[]>;
}

/** One job to be added. */
export interface NewJob<N extends JobName> {
  readonly payload: Payload<N>;
  /** Says what the job is about (a claim's id and its subject): adding it again while it waits or runs does nothing. */
  readonly jobId: string;
  readonly delayMs?: number;
}

/** The state of one queue. */
export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  /** Failed for good and kept for a while. */
  readonly failed: number;
  readonly isPaused: boolean;
  /** Age of the job that has been due longest without having been started, or null when none waits. */
  readonly oldestAgeMs: number | null;
}

/** What has left one queue. */
export interface QueueThroughput {
  readonly completedTotal: number;
  readonly failedTotal: number;
  /** By minute, the latest first, at most two hours; the minute in hand is not in it. */
  readonly completedByMinute: readonly number[];
  readonly failedByMinute: readonly number[];
}

/** All queues of one engine. */
export interface Queue {
  /** Adds one job. Fails at once when the engine is away. */
  enqueue<N extends JobName>(name: N, job: NewJob<N>): Promise<void>;
  /** Adds many jobs, a thousand in one go, to the queue for everybody or of a vantage. Fails at once when the engine is away. */
  enqueueMany<N extends JobName>(name: N, newJobs: readonly NewJob<N>[], place?: QueuePlace): Promise<void>;
  /** Starts a worker, which waits when the engine is away. */
  work<N extends JobName>(name: N, handler: JobHandler<N>, options?: WorkerOptions): Promise<QueueWorker>;
  /** How many jobs wait to be taken from the queue for everybody or of a vantage: one question, for planners that ask often. */
  waiting(name: JobName, place?: QueuePlace): Promise<number>;
  /** Of one queue, or of all queues of that kind together. */
  counts(name: JobName, place?: QueuePlace): Promise<QueueCounts>;
  throughput(name: JobName): Promise<QueueThroughput>;
  /** Stops all workers of this kind, in all processes, from taking further jobs. */
  pause(name: JobName): Promise<void>;
  resume(name: JobName): Promise<void>;
  /** Removes every job that waits or is delayed; the store will make them due again. */
  drain(name: JobName): Promise<void>;
  /** Rejects when the engine does not answer. */
  ping(): Promise<void>;
  /** The queues as Bull Board's BullMQ adapter wants them. */
  boardQueues(): Promise<readonly BullQueue[]>;
  /** Closes the workers that are still open, then every connection. */
  close(): Promise<void>;
}

const chunkSize = 1_000;

/** Failed jobs are evidence for ops; a finished one goes at once, since keeping a count of them halves PostgreSQL's rate. */
const retention = {
  removeOnComplete: true,
  removeOnFail: { age: 24 * 60 * 60, count: 1_000 },
} satisfies JobsOptions;

/**
 * Opens the queues on Redis or on PostgreSQL.
 * @throws QueueUnavailableError when the engine does not answer; QueueSchemaError when its tables are not there.
 */
export async function openQueue(options: QueueOptions): Promise<Queue> {
  const { log, prefix = "earshot", connectTimeoutMs = 10_000, answerTimeoutMs = 5_000 } = options;
  const { vantages = async () => [] } = options;
  const engine = await openEngine(options.engine, { log, connectTimeoutMs, answerTimeoutMs });
  const opened = openQueues(engine, { prefix, log });
  const { queueOf } = opened;
  const workers: QueueWorker[] = [];
  async function queuesOf(name: JobName): Promise<readonly AnyQueue[]> {
    const places = [{ vantage: null }, ...(await vantages(name)).map((vantage) => ({ vantage }))];
    return Promise.all(places.map((place) => queueOf(name, place)));
  }

  async function enqueueMany<N extends JobName>(
    name: N,
    newJobs: readonly NewJob<N>[],
    place?: QueuePlace,
  ): Promise<void> {
    if (newJobs.length === 0) return;
    const entries = newJobs.map((job) => buildEntry(name, job));
    const queue = await queueOf(name, place);
    for (let start = 0; start < entries.length; start += chunkSize) {
      await queue.addBulk(entries.slice(start, start + chunkSize));
    }
  }

  async function close(): Promise<void> {
    const closedWorkers = await Promise.allSettled(workers.map((worker) => worker.close()));
    const closedQueues = await opened.close();
    await engine.close();
    const results = [...closedWorkers, ...closedQueues];
    const failure = results.find((result) => result.status === "rejected");
    if (failure !== undefined) throw failure.reason;
  }
  let closed: Promise<void> | undefined;

  return {
    enqueue: (name, job) => enqueueMany(name, [job]),
    enqueueMany,
    async work(name, handler, workerOptions) {
      const worker = await startWorker({ engine, prefix, log }, name, handler, workerOptions);
      workers.push(worker);
      return worker;
    },
    waiting: async (name, place) => readWaiting(await queueOf(name, place)),
    async counts(name, place) {
      if (place !== undefined) return readCounts(await queueOf(name, place));
      return sumCounts(await Promise.all((await queuesOf(name)).map(readCounts)));
    },
    throughput: async (name) => sumThroughput(await Promise.all((await queuesOf(name)).map(readThroughput))),
    async pause(name) {
      for (const queue of await queuesOf(name)) await queue.pause();
    },
    async resume(name) {
      for (const queue of await queuesOf(name)) await queue.resume();
    },
    async drain(name) {
      for (const queue of await queuesOf(name)) await queue.drain(true);
    },
    ping: () => engine.ping(),
    async boardQueues() {
      const all = (await Promise.all(jobNames.map(queuesOf))).flat();
      // Bull Board's types name BullMQ's Redis queue, but it calls only what both engines' queues have.
      return all.map((queue) => queue as unknown as BullQueue);
    },
    close() {
      closed ??= close();
      return closed;
    },
  };
}

function openEngine(engine: QueueEngine, options: Parameters<typeof openRedisEngine>[1]): Promise<Engine> {
  switch (engine.kind) {
    case "redis":
      return openRedisEngine(engine.url, options);
    case "postgres":
      return openPostgresEngine(engine.connectionString, options);
  }
}

function sumCounts(all: readonly QueueCounts[]): QueueCounts {
  const sum = (of: (one: QueueCounts) => number) => all.reduce((total, one) => total + of(one), 0);
  const ages = all.flatMap(({ oldestAgeMs }) => oldestAgeMs ?? []);
  return {
    waiting: sum((one) => one.waiting),
    active: sum((one) => one.active),
    delayed: sum((one) => one.delayed),
    failed: sum((one) => one.failed),
    isPaused: all.every(({ isPaused }) => isPaused),
    oldestAgeMs: ages.length === 0 ? null : Math.max(...ages),
  };
}

function sumThroughput(all: readonly QueueThroughput[]): QueueThroughput {
  const sum = (of: (one: QueueThroughput) => number) => all.reduce((total, one) => total + of(one), 0);
  const byMinute = (of: (one: QueueThroughput) => readonly number[]) => {
    const minutes = Math.max(...all.map((one) => of(one).length));
    return Array.from({ length: minutes }, (_, minute) => sum((one) => of(one)[minute] ?? 0));
  };
  return {
    completedTotal: sum((one) => one.completedTotal),
    failedTotal: sum((one) => one.failedTotal),
    completedByMinute: byMinute((one) => one.completedByMinute),
    failedByMinute: byMinute((one) => one.failedByMinute),
  };
}

function buildEntry<N extends JobName>(name: N, job: NewJob<N>) {
  const spec = jobs[name];
  if (!/^(?!\d+$)[\w.-]{1,128}$/.test(job.jobId)) {
    throw new TypeError(
      `job id ${JSON.stringify(job.jobId)} must be letters, digits, ".", "_" and "-", and no plain number`,
    );
  }
  const data: object = spec.payload.parse(job.payload);
  const opts = {
    ...retention,
    jobId: job.jobId,
    delay: job.delayMs ?? 0,
    attempts: spec.attemptsMax,
    backoff: { type: "catalogue" },
  };
  return { name, data, opts };
}

/** While a queue is paused, PostgreSQL's count of the state "waiting" is 0; this one is the same on both engines. */
async function readWaiting(queue: AnyQueue): Promise<number> {
  return (await queue.getCountsPerPriority([0]))["0"] ?? 0;
}

async function readCounts(queue: AnyQueue): Promise<QueueCounts> {
  const [counts, waiting, isPaused] = await Promise.all([
    queue.getJobCounts("active", "delayed", "failed"),
    readWaiting(queue),
    queue.isPaused(),
  ]);
  const { active = 0, delayed = 0, failed = 0 } = counts;
  const oldestAgeMs = waiting === 0 ? null : await readOldestAge(queue, waiting);
  return { waiting, active, delayed, failed, isPaused, oldestAgeMs };
}

/** Both engines list the newest first; a few places are read, since workers go on taking jobs meanwhile. */
async function readOldestAge(queue: AnyQueue, waiting: number): Promise<number | null> {
  const oldest = await queue.getJobs(["waiting"], Math.max(0, waiting - 32), waiting);
  const dueAtMs = Math.min(...oldest.map((job) => job.timestamp + (job.opts.delay ?? 0)));
  return Number.isFinite(dueAtMs) ? Math.max(0, Date.now() - dueAtMs) : null;
}

async function readThroughput(queue: AnyQueue): Promise<QueueThroughput> {
  const [completed, failed] = await Promise.all([queue.getMetrics("completed"), queue.getMetrics("failed")]);
  return {
    completedTotal: completed.meta.count,
    failedTotal: failed.meta.count,
    completedByMinute: completed.data.map(Number),
    failedByMinute: failed.data.map(Number),
  };
}
