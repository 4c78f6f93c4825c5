import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type PodcastHost, startPodcastHost } from "@earshot/podcast-host";
import type { Scope } from "@earshot/runtime";
import { createTestDatabase, type RedisServer, startRedis } from "@earshot/test-servers";
import { makeDirectory } from "./make-directory.ts";
import type { MonitorEnv } from "./start-monitor.ts";

/** Where the queue of a test lives. */
export type QueueKind = "postgres" | "redis";

/** The world of one test: a synthetic podcast host, a database of its own, a queue, and the environment that names them. */
export interface Stage {
  /** What is opened for the stage is closed with it, last opened first. */
  readonly scope: Scope;
  readonly host: PodcastHost;
  /** Null with the database that `earshot serve` brings along. */
  readonly databaseUrl: string | null;
  /** Null with the queue in PostgreSQL. */
  readonly redis: RedisServer | null;
  readonly bootstrapKey: string;
  readonly env: MonitorEnv;
}

/** What a stage is opened with. */
export interface StageOptions {
  readonly queue: QueueKind;
  /** A new, empty one on the run's PostgreSQL unless a URL is given; null leaves it to `earshot serve`. */
  readonly databaseUrl?: string | null;
  readonly env?: MonitorEnv;
  /** The podcast host, which stays the caller's to close; one of its own unless given. */
  readonly host?: PodcastHost;
}

/** Opens a stage in a scope. Periods and delays are short, so that nobody waits long. */
export async function openStage(scope: Scope, options: StageOptions): Promise<Stage> {
  const host = options.host ?? (await scope.open("podcast host", startPodcastHost()));
  const databaseUrl =
    options.databaseUrl === undefined
      ? (await scope.open("database", createTestDatabase({ empty: true }))).url
      : options.databaseUrl;
  const redis = options.queue === "redis" ? await scope.open("redis", startRedis()) : null;
  const dataDir = await makeDirectory(scope);
  const caFile = join(dataDir, "authority.pem");
  await writeFile(caFile, host.caPem);
  const bootstrapKey = `test-${randomBytes(12).toString("hex")}`;
  const env = {
    ...(databaseUrl !== null && { DATABASE_URL: databaseUrl }),
    ...(redis !== null && { REDIS_URL: redis.url }),
    EARSHOT_DATA_DIR: dataDir,
    EARSHOT_SECRET_KEY: randomBytes(32).toString("hex"),
    EARSHOT_BOOTSTRAP_KEY: bootstrapKey,
    EARSHOT_EXTRA_CA_FILE: caFile,
    EARSHOT_CONNECT_TO: host.connectTo.join(","),
    EARSHOT_ALLOW_ADDRESSES: "127.0.0.0/8",
    EARSHOT_WEBHOOK_ALLOW_ADDRESSES: "127.0.0.0/8",
    EARSHOT_HOST_RATE: "50",
    EARSHOT_ADDRESS_RATE: "200",
    EARSHOT_HOST_PERIOD: "1s",
    EARSHOT_CONFIRM_DELAYS: "200ms,200ms",
    ...options.env,
  };
  return { scope, host, databaseUrl, redis, bootstrapKey, env };
}
