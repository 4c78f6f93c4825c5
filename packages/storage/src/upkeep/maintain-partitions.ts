import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { inTransaction, type Store } from "../schema/open-store.ts";

/** Days of looks, and of their hourly sums. */
export interface KeptDays {
  readonly keepDays: number;
  readonly keepRollupDays: number;
}
const upkeepLockId = 3_428_907_135;
const dayMs = 86_400_000;
const daysAhead = 3;

/**
 * Makes the history's partitions for today and the next days, and drops those that are older than is kept. Run it at the
 * start and at least daily; several at once wait for each other. What came while there was no partition for its day
 * lies in the default one and is moved.
 */
export async function maintainPartitions(
  store: Store,
  input: KeptDays & { readonly now: Date },
): Promise<{ readonly made: readonly string[]; readonly dropped: readonly string[] }> {
  return inTransaction(store, async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(${upkeepLockId})`.execute(tx);
    // Making and dropping partitions waits for running queries and holds up new ones meanwhile: not for long.
    await sql`SET LOCAL lock_timeout = '5s'`.execute(tx);
    const today = Math.floor(input.now.getTime() / dayMs);
    const made: string[] = [];
    const dropped: string[] = [];
    const kept = { probes: input.keepDays, host_checks: input.keepDays, rollups: input.keepRollupDays };
    for (const [table, keepDays] of Object.entries(kept)) {
      const existing = await readPartitions(tx, table);
      for (let day = today; day <= today + daysAhead; day++) {
        if (existing.has(day)) continue;
        made.push(await makePartition(tx, table, day));
      }
      for (const [day, name] of existing) {
        if (day >= today - keepDays) continue;
        await sql`DROP TABLE ${sql.id(name)}`.execute(tx);
        dropped.push(name);
      }
      const oldest = new Date((today - keepDays) * dayMs);
      await sql`DELETE FROM ${sql.id(`${table}_default`)} WHERE at < ${oldest}`.execute(tx);
    }
    return { made, dropped };
  });
}

/** Partitions by the number of their day since 1970. */
async function readPartitions(tx: Db, table: string): Promise<ReadonlyMap<number, string>> {
  const { rows } = await sql<{ name: string }>`
    SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = ${table}::regclass`.execute(tx);
  const partitions = new Map<number, string>();
  for (const { name } of rows) {
    const date = /_(\d{4})(\d\d)(\d\d)$/.exec(name);
    if (date !== null) partitions.set(Date.parse(`${date[1]}-${date[2]}-${date[3]}`) / dayMs, name);
  }
  return partitions;
}

async function makePartition(tx: Db, table: string, day: number): Promise<string> {
  const from = new Date(day * dayMs);
  const to = new Date((day + 1) * dayMs);
  const name = `${table}_${from.toISOString().slice(0, 10).replaceAll("-", "")}`;
  const [partition, rest] = [sql.id(name), sql.id(`${table}_default`)];
  await sql`CREATE TABLE ${partition} (LIKE ${sql.id(table)} INCLUDING DEFAULTS)`.execute(tx);
  await sql`
    WITH moved AS (DELETE FROM ${rest} WHERE at >= ${from} AND at < ${to} RETURNING *)
    INSERT INTO ${partition} SELECT * FROM moved`.execute(tx);
  await sql`
    ALTER TABLE ${sql.id(table)} ATTACH PARTITION ${partition}
    FOR VALUES FROM (${sql.lit(from.toISOString())}) TO (${sql.lit(to.toISOString())})`.execute(tx);
  return name;
}
