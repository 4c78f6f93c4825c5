import { soundHealth } from "@earshot/domain";
import {
  claimDue,
  claimDueMedia,
  inTransaction,
  maintainPartitions,
  openStore,
  readMediaForProbe,
  rollUp,
  saveHostCheck,
  saveProbes,
} from "@earshot/storage";
import { seedFleet } from "@earshot/test-servers";
import pg from "pg";
import { scriptProber } from "../test/support/universe/script-prober.ts";
import { skewedHosts } from "../test/support/universe/skewed-hosts.ts";
import { openBenchDatabase } from "./_database.ts";

/**
 * `pnpm bench storage` fills a scaled-down day of a fleet through the real claims and records, and prints bytes for each
 * row, what a month of 10,000 feeds comes to by them, and how many updates stayed in their page (HOT), which is what
 * keeps vacuum's work small.
 */
const feeds = 1_000;
const enclosures = 30;
const newest = 3;
const probesRounds = 20;
const checksRounds = 10;
const quiet = { debug: () => {}, info: () => {}, warn: console.error, error: console.error };
const minuteMs = 60_000;
const start = new Date(Math.ceil(Date.now() / 86_400_000) * 86_400_000);
let now = start;
const never = new Date(start.getTime() + 300 * 86_400_000);
const { prober } = scriptProber(() => now, { hostname: "none.example", lapsesAt: never, renewedAt: never });

const database = await openBenchDatabase();
const store = openStore({ url: database.url, log: quiet, poolMax: 2 });
const client = new pg.Client({ connectionString: database.url });
await client.connect();
try {
  await seedFleet(database.url, {
    ...{ feeds, enclosuresPerFeed: enclosures, hosts: skewedHosts(100), feedsPerPublisher: 5, now: start },
    ...{ mediaPath: "/episodes/%1$s/%2$s.mp3", feedPath: "/%1$s.xml", feedHost: "feeds.example", seen: true },
    dueWithinMs: { feed: null, newest: 0, catalogue: null, host: 0 },
  });
  await maintainPartitions(store, { now, keepDays: 7, keepRollupDays: 90 });
  await client.query("SELECT pg_stat_reset()");
  for (let round = 0; round < probesRounds; round++) {
    await probeAll();
    if (round < checksRounds) await checkAll();
    now = new Date(now.getTime() + 31 * minuteMs);
  }
  await rollUp(store, { now, keepDays: 1 });
  await client.query("SELECT pg_stat_force_next_flush()");
  await print();
} finally {
  await client.end();
  await store.close();
  await database.close();
}

async function probeAll(): Promise<void> {
  const budget = { hostRate: 10_000, hostConcurrency: 100_000, limit: 250, leaseMs: 90_000, now };
  for (;;) {
    const { claimId, subjects } = await claimDueMedia(store.db, budget);
    if (subjects.length === 0) return;
    const media = await readMediaForProbe(
      store.db,
      subjects.map(({ id }) => id),
    );
    const next = { at: new Date(now.getTime() + 30 * minuteMs), lane: "ordinary" } as const;
    const outcomes = await Promise.all(
      media.map(async ({ id, url }) => ({
        ...{ mediaId: id, claimId, health: soundHealth, hotStep: null, rangeIgnored: false, next },
        probe: await prober.probeEnclosure({ url }),
      })),
    );
    await inTransaction(store, (tx) => saveProbes(tx, { outcomes, now }));
  }
}

async function checkAll(): Promise<void> {
  const { claimId, subjects } = await claimDue(store.db, {
    kind: "host",
    limit: 1_000,
    leaseMs: 90_000,
    now,
  });
  const next = { at: new Date(now.getTime() + minuteMs), lane: "ordinary" } as const;
  const names = await store.db.selectFrom("hosts").select(["id", "hostname"]).execute();
  for (const { id } of subjects) {
    const hostname = names.find((host) => host.id === id)?.hostname ?? "";
    const check = await prober.checkHost({ hostname, port: 443, tls: true });
    const outcome = { hostId: id, claimId, check, health: soundHealth, next, now };
    await inTransaction(store, (tx) => saveHostCheck(tx, outcome));
  }
}

interface Size {
  readonly rows: number;
  readonly bytes: number;
}

async function sizeOf(table: string): Promise<Size> {
  const { rows } = await client.query(
    `SELECT (SELECT count(*) FROM ${table})::float8 AS rows, greatest(
       pg_total_relation_size($1::regclass),
       (SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree($1::regclass)))::float8 AS bytes`,
    [table],
  );
  return rows[0];
}

async function print(): Promise<void> {
  const each = async (table: string) => {
    const { rows, bytes } = await sizeOf(table);
    return bytes / Math.max(1, rows);
  };
  const scale = 10_000;
  const newestADay = scale * newest * 48;
  // What is kept of a month, in rows: looks for seven days, hourly sums for all of it, and what is there anyway.
  const kept: readonly (readonly [string, number])[] = [
    ["probes", 7 * (newestADay + (scale * (enclosures - newest)) / 30)],
    ["host_checks", 7 * (100 * 1_440 + 300 * 288)],
    ["rollups", 30 * 24 * (scale + 2 * 400)],
    ["media", scale * enclosures],
    ["enclosures", scale * enclosures],
    ["media_hosts", scale * enclosures],
    ["schedule", scale * enclosures + scale + 400],
    ["feeds", scale],
  ];
  const lines: object[] = [];
  let total = 0;
  for (const [table, rows] of kept) {
    const bytes = await each(table);
    total += rows * bytes;
    lines.push({
      table,
      "bytes a row": Math.round(bytes),
      rows,
      GB: Number(((rows * bytes) / 1e9).toFixed(2)),
    });
  }
  process.stdout.write(
    "10,000 feeds, 300,000 enclosures, 400 hosts, after a month; indexes, TOAST and dead rows included\n",
  );
  console.table(lines);
  process.stdout.write(`together ${(total / 1e9).toFixed(1)} GB\n`);
  const { rows } = await client.query(
    `SELECT relname AS "table", n_tup_upd::int AS updates, round(100.0 * n_tup_hot_upd / n_tup_upd)::int AS "HOT %",
       n_dead_tup::int AS dead, autovacuum_count::int AS autovacuums
     FROM pg_stat_user_tables WHERE n_tup_upd > 100 ORDER BY n_tup_upd DESC`,
  );
  console.table(rows);
}
