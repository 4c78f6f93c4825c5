import { createRedisBackend, withBackend } from "bullmq";
import { Redis, type RedisOptions } from "ioredis";
import type { Engine, EngineClasses, EngineOptions } from "./engine.ts";
import { QueueUnavailableError } from "./queue-errors.ts";
import { buildErrorListener, type QueueLog } from "./queue-log.ts";

/** Longest pause between attempts to reconnect. */
const reconnectMsMax = 2_000;

// The options whose values do not change the client's type.
type ConnectOptions = Omit<RedisOptions, "replyMapping">;

const retryStrategy = (times: number): number => Math.min(100 * times, reconnectMsMax);

function producerOptions(answerTimeoutMs: number): ConnectOptions {
  return {
    retryStrategy,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: answerTimeoutMs,
    connectTimeout: answerTimeoutMs,
  };
}

// BullMQ's workers block on their connection, so their commands must neither time out nor be given up.
const workerOptions: ConnectOptions = {
  retryStrategy,
  maxRetriesPerRequest: null,
  connectTimeout: 5_000,
};

/**
 * Connects to Redis: one connection that fails fast for producers, one that waits for workers (opened with the first
 * worker; each worker adds its blocking one).
 * @throws QueueUnavailableError when Redis does not answer within the time given.
 */
export async function openRedisEngine(url: string, options: EngineOptions): Promise<Engine> {
  const { log } = options;
  const connect = (role: string, redisOptions: ConnectOptions): Redis => {
    const redis = new Redis(url, { ...redisOptions, connectionName: `earshot-${role}` });
    return redis.on("error", buildErrorListener(log, { engine: "redis", role }));
  };

  const producer = connect("producer", producerOptions(options.answerTimeoutMs));
  let worker: Redis | undefined;
  try {
    await waitUntilReady(producer, options.connectTimeoutMs);
  } catch (error) {
    producer.disconnect();
    const { host } = new URL(url);
    const reason = error instanceof Error ? error.message : String(error);
    const sentence = `Redis at ${host} does not answer (${reason}). Start it, or correct REDIS_URL.`;
    throw new QueueUnavailableError(sentence, { cause: error });
  }
  await warnOfEviction(producer, log);

  return {
    kind: "redis",
    producers: bindClasses(() => producer),
    workers: bindClasses(() => {
      worker ??= connect("worker", workerOptions);
      return worker;
    }),
    async ping() {
      await producer.ping();
    },
    async close() {
      producer.disconnect();
      worker?.disconnect();
    },
  };
}

function bindClasses(connection: () => Redis): EngineClasses {
  return withBackend((name, opts, factoryOptions) =>
    createRedisBackend(name, { ...opts, connection: connection() }, factoryOptions),
  );
}

async function waitUntilReady(redis: Redis, timeoutMs: number): Promise<void> {
  let lastError = new Error(`no answer within ${timeoutMs} ms`);
  const ready = Promise.withResolvers<void>();
  const onError = (error: Error) => {
    lastError = error;
  };
  const timer = setTimeout(() => ready.reject(lastError), timeoutMs);
  redis.once("ready", ready.resolve).on("error", onError);
  try {
    await ready.promise;
  } finally {
    clearTimeout(timer);
    redis.off("ready", ready.resolve).off("error", onError);
  }
}

/** A Redis that evicts keys when its memory is full loses jobs and locks; the store would refill them, but late. */
async function warnOfEviction(redis: Redis, log: QueueLog): Promise<void> {
  const policy = /^maxmemory_policy:(\S+)/m.exec(await redis.info("memory"))?.[1];
  if (policy === undefined || policy === "noeviction") return;
  log.warn(
    { engine: "redis", policy },
    `Redis may evict jobs when its memory is full (maxmemory-policy ${policy}); set "maxmemory-policy noeviction" in redis.conf`,
  );
}
