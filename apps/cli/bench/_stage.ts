import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasNginx, startNginx } from "@earshot/podcast-host";
import { migrateQueue } from "@earshot/queue";
import { migrate, startEmbeddedPostgres } from "@earshot/storage";
import { startRedis } from "@earshot/test-servers";
import pg from "pg";
import { requireChild, treeCpuMsOf } from "./_machine.ts";

/** Servers for a bench: a media host in nginx, PostgreSQL and Redis, all on the core of this process. */
export interface Stage {
  readonly mediaPort: number;
  readonly caFile: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  query(text: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  /** Processor time of the servers so far, in milliseconds. */
  serverCpuMs(): { readonly nginx: number; readonly postgres: number; readonly redis: number };
  /** What PostgreSQL spent its time on since the last reset, the dearest first. */
  statements(): Promise<readonly Record<string, unknown>[]>;
  resetStatements(): Promise<void>;
  close(): Promise<void>;
}

const statementsQuery = `
  SELECT calls, rows, round(total_exec_time) AS ms, round(total_plan_time) AS "plan ms", round(mean_exec_time::numeric, 2) AS mean,
    left(regexp_replace(query, '\\s+', ' ', 'g'), 100) AS query
  FROM pg_stat_statements ORDER BY total_exec_time + total_plan_time DESC LIMIT 30`;

const quiet = { debug: () => {}, info: () => {}, warn: console.error, error: console.error };

/** Feeds answer 304 to whoever knows their ETag; everything else is a file of 500 kB without an ID3 tag. */
const locations = `
location /feed/ {
  if ($http_if_none_match = '"v1"') { return 304; }
  default_type application/rss+xml;
  return 500;
}
location /three/ { return 302 https://hop.cdn.test/two/$request_uri; }
location /two/ { return 302 https://media.cdn.test/no-tag.mp3; }
location /audio/ { try_files /no-tag.mp3 =404; }
`;

/** Starts the servers; nginx serves any name below `cdn.test`. */
export async function openStage(): Promise<Stage> {
  if (!hasNginx) throw new Error("nginx is not installed (Debian: apt-get install nginx-light)");
  const directory = mkdtempSync(join(tmpdir(), "earshot-bench-"));
  const nginx = await startNginx(["*.cdn.test"], locations);
  const redis = await startRedis();
  const postgres = await startCountingPostgres(join(directory, "data"));
  await migrate(postgres.url);
  await migrateQueue(postgres.url);
  const caFile = join(directory, "ca.pem");
  writeFileSync(caFile, nginx.authority.rootPem);
  const pool = new pg.Pool({ connectionString: postgres.url, max: 2 });
  // A connection that the server's end is faster than is none of anybody's trouble.
  pool.on("error", () => {});
  const pids = {
    nginx: requireChild("nginx"),
    postgres: requireChild("postgres"),
    redis: requireChild("redis-server"),
  };
  return {
    mediaPort: nginx.port,
    caFile,
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    query: async (text, values = []) => (await pool.query(text, [...values])).rows,
    statements: async () => (await pool.query(statementsQuery)).rows,
    resetStatements: async () => {
      await pool.query("SELECT pg_stat_statements_reset()");
    },
    serverCpuMs: () => ({
      nginx: treeCpuMsOf(pids.nginx),
      postgres: treeCpuMsOf(pids.postgres),
      redis: treeCpuMsOf(pids.redis),
    }),
    async close() {
      await pool.end();
      await postgres.close();
      await redis.close();
      await nginx.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL that counts what each statement costs, in the view `pg_stat_statements`. */
async function startCountingPostgres(dataDir: string) {
  const first = await startEmbeddedPostgres({ dataDir, log: quiet });
  const client = new pg.Client({ connectionString: first.url });
  await client.connect();
  await client.query("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'");
  await client.query("ALTER SYSTEM SET pg_stat_statements.track_planning = on");
  await client.query("CREATE EXTENSION pg_stat_statements");
  await client.end();
  await first.close();
  return startEmbeddedPostgres({ dataDir, log: quiet });
}
