import { type JobName, openQueue, type Queue, type QueueEngine } from "@earshot/queue";
import { createMetrics, type Env, type Logger, type Metrics, type Scope } from "@earshot/runtime";
import { openStore, readLiveVantages, requireSchema, type Store, type VantageWork } from "@earshot/storage";
import { orStartError } from "./or-start-error.ts";

/** The environment of a service whose database is known. */
export type ServiceEnv = Env & { readonly databaseUrl: string };

/** What every app stands on. */
export interface Foundations {
  readonly env: ServiceEnv;
  readonly log: Logger;
  readonly clock: () => Date;
  readonly metrics: Metrics;
  readonly store: Store;
  readonly queue: Queue;
}

/** What foundations are opened with. */
export interface FoundationOptions {
  readonly env: ServiceEnv;
  readonly log: Logger;
  readonly clock: () => Date;
}

const poolMax = 20;

/** The engine of the queue: Redis where REDIS_URL is set, else BullMQ's tables in the store's database. */
export function queueEngineOf(env: ServiceEnv): QueueEngine {
  return env.redisUrl === undefined
    ? { kind: "postgres", connectionString: env.databaseUrl }
    : { kind: "redis", url: env.redisUrl };
}

/**
 * Opens the store and the queue in the scope. Throws, saying what to do, when either does not answer or has another
 * version's schema: migrations run in `earshot serve` and `earshot admin migrate`, never in a service.
 */
export async function openFoundations(scope: Scope, options: FoundationOptions): Promise<Foundations> {
  const { env, log } = options;
  const store = await scope.open("store", openStore({ url: env.databaseUrl, log, poolMax }));
  await orStartError(() => requireReachable(store));
  // Alone, a vantage takes from the queues for everybody.
  const vantages = async (job: JobName) => {
    const work = workOf(job);
    const live = work === null ? [] : (await readLiveVantages(store.db))[work];
    return live.length < 2 ? [] : live;
  };
  const engine = queueEngineOf(env);
  const queue = await orStartError(() => scope.open("queue", openQueue({ engine, log, vantages })));
  return { ...options, metrics: createMetrics({ withProcess: true }), store, queue };
}

/** Whose work a job is, where it matters from where it is done. */
function workOf(job: JobName): VantageWork | null {
  if (job.startsWith("notice.")) return null;
  return job.startsWith("feed.") ? "crawls" : "checks";
}

async function requireReachable(store: Store): Promise<void> {
  try {
    await store.ping();
  } catch (cause) {
    throw new Error("PostgreSQL does not answer; start it, or correct DATABASE_URL", { cause });
  }
  await requireSchema(store);
}
