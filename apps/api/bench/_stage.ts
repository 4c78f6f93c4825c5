import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrateQueue, openQueue } from "@earshot/queue";
import { createMetrics, readEnv, type Scope } from "@earshot/runtime";
import {
  createApiKey,
  migrate,
  openSecretBox,
  openStore,
  purge,
  startEmbeddedPostgres,
} from "@earshot/storage";
import { seedFleet, seedHistory } from "@earshot/test-servers";
import pg from "pg";
import { pino } from "pino";
import { type ApiInstance, buildApi, openUrlJudges } from "../src/index.ts";

/** How much there is. */
export interface BenchSize {
  readonly feeds: number;
  readonly enclosuresPerFeed: number;
  readonly probesPerEnclosure: number;
}

/** An API on a database of its own with so much in it, and keys of the publisher who has it all, and of ops. */
export interface BenchApi {
  readonly app: ApiInstance;
  readonly publisherKey: string;
  readonly opsKey: string;
  readonly query: (text: string) => Promise<readonly Record<string, unknown>[]>;
}

const log = pino({ level: "silent" });
const complain = { debug: () => {}, info: () => {}, warn: console.error, error: console.error };

/** Starts a PostgreSQL like the embedded one of `earshot serve`, and gives what opens an API on a new database there. */
export async function openBenchStage(scope: Scope): Promise<(size: BenchSize) => Promise<BenchApi>> {
  const dataDir = await mkdtemp(join(tmpdir(), "earshot-bench-"));
  scope.onClose("data directory", () => rm(dataDir, { recursive: true, force: true }));
  const server = await scope.open(
    "postgres",
    startEmbeddedPostgres({ dataDir: join(dataDir, "postgres"), log: complain }),
  );
  return async (size) => {
    const name = `bench_${size.feeds}`;
    await run(server.url, `CREATE DATABASE ${name}`);
    const url = Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
    await migrate(url);
    await migrateQueue(url);
    await seed(url, size);
    return openApiOn(scope, url);
  };
}

/** One publisher has all feeds; one host in five carries a fifth of them, as the largest does in the world. */
async function seed(url: string, { feeds, enclosuresPerFeed, probesPerEnclosure }: BenchSize): Promise<void> {
  const now = new Date();
  const others = Math.min(499, Math.ceil(feeds / 20));
  await seedFleet(url, {
    ...{ feeds, enclosuresPerFeed, feedsPerPublisher: feeds, now, seen: true },
    hosts: [
      { hostname: "largest.example", share: 0.2 },
      ...Array.from({ length: others }, (_, n) => ({ hostname: `h${n}.example`, share: 0.8 / others })),
    ],
    ...{ mediaPath: "/%1$s/%2$s.mp3", feedPath: "/%1$s.xml", feedHost: "feeds.example" },
    dueWithinMs: { feed: 900_000, newest: 1_800_000, catalogue: 2_592_000_000, host: 300_000 },
  });
  await seedHistory(url, { now, looksEach: probesPerEnclosure, incidents: feeds });
}

async function openApiOn(scope: Scope, url: string): Promise<BenchApi> {
  const store = await scope.open("store", openStore({ url, log, poolMax: 10 }));
  // What upkeep does daily.
  await purge(store, new Date());
  const engine = { kind: "postgres", connectionString: url } as const;
  const queue = await scope.open("queue", openQueue({ engine, log }));
  const judges = openUrlJudges({ allow: [], webhookAllow: [], own: [], resolve: [], connectTo: [] });
  scope.onClose("judges", judges.close);
  const box = openSecretBox([Buffer.alloc(32, 7)]);
  const app = await scope.open(
    "api",
    buildApi({
      ...{ store, queue, log, box, ...judges },
      metrics: createMetrics({ withProcess: false }),
      clock: () => new Date(),
      ready: async () => ({ ready: true, checks: {} }),
      publicUrl: "http://127.0.0.1:8080",
      env: readEnv({ EARSHOT_API_RATE_LIMIT: "0" }),
    }),
  );
  await store.db
    .updateTable("endpoints")
    .set({ url: box.seal("https://hooks.example/") })
    .execute();
  await store.db.updateTable("subscriptions").set({ public_status: true }).execute();
  const { id: publisherId } = await store.db.selectFrom("publishers").select("id").executeTakeFirstOrThrow();
  const makeKey = async (role: "publisher" | "ops") =>
    (await createApiKey(store.db, { publisherId, roles: [role], now: new Date() })).key;
  return {
    app,
    publisherKey: await makeKey("publisher"),
    opsKey: await makeKey("ops"),
    query: (text) => run(url, text),
  };
}

async function run(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
