import pg from "pg";
import { type AppliedMigration, judgeSchema, readAppliedMigrations } from "./judge-schema.ts";
import { type Migration, readMigrations } from "./read-migrations.ts";

/** Any constant does, as long as every Earshot uses the same: "EARSHOT" in hexadecimal letters, as it were. */
const migrationLockId = 3_428_907_133;

/**
 * Brings the schema at `url` up to this version, one transaction a migration, and returns the names of those applied.
 * Several at once are safe: an advisory lock lets one go first. Throws when the schema is newer than this version or
 * when a migration was edited after it had been applied.
 */
export async function migrate(url: string): Promise<readonly string[]> {
  const migrations = await readMigrations();
  const client = new pg.Client({ connectionString: url });
  await client.connect().catch((cause: unknown) => {
    throw new Error("PostgreSQL does not answer. Start it, or correct DATABASE_URL", { cause });
  });
  try {
    await client.query("SELECT pg_advisory_lock($1)", [migrationLockId]);
    await client.query(`
      CREATE TABLE IF NOT EXISTS schema_migrations (
        number integer PRIMARY KEY,
        name text NOT NULL,
        checksum text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
      )`);
    const applied = await readAppliedMigrations((sql) => client.query<AppliedMigration>(sql));
    const judgement = judgeSchema(migrations, applied);
    if (judgement.problem !== null && judgement.pending.length === 0) throw new Error(judgement.problem);
    for (const migration of judgement.pending) await applyMigration(client, migration);
    return judgement.pending.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

async function applyMigration(client: pg.Client, migration: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(migration.sql);
    await client.query("INSERT INTO schema_migrations (number, name, checksum) VALUES ($1, $2, $3)", [
      migration.number,
      migration.name,
      migration.checksum,
    ]);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw new Error(`Migration ${migration.name} failed`, { cause: error });
  }
}
