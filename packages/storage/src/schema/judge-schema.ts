import type { Migration } from "./read-migrations.ts";

/** One row of the table of applied migrations. */
export interface AppliedMigration {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

/** What is to be done about a schema: `problem` is null when it is exactly this version's. */
export interface SchemaJudgement {
  readonly problem: string | null;
  /** Migrations still to apply; empty when the problem is another. */
  readonly pending: readonly Migration[];
}

/** Compares what a database has with what this version knows. */
export function judgeSchema(
  known: readonly Migration[],
  applied: readonly AppliedMigration[],
): SchemaJudgement {
  const byNumber = new Map(known.map((migration) => [migration.number, migration]));
  const newestKnown = known.at(-1)?.number ?? 0;
  for (const { number, name, checksum } of applied) {
    if (number > newestKnown) {
      return refuse(
        `The database has a newer schema (${name}) than this version of Earshot knows; run the newer version.`,
      );
    }
    if (byNumber.get(number)?.checksum !== checksum) {
      return refuse(`Migration ${name} was changed after it had been applied to this database.`);
    }
  }
  const done = new Set(applied.map((migration) => migration.number));
  const pending = known.filter((migration) => !done.has(migration.number));
  if (pending.length === 0) return { problem: null, pending };
  const problem =
    `The database's schema is older than this version of Earshot: ${done.size} of ${known.length} migrations are ` +
    "applied. Run `earshot admin migrate` first.";
  return { problem, pending };
}

function refuse(problem: string): SchemaJudgement {
  return { problem, pending: [] };
}

/** Reads the applied migrations in order; none when the table does not exist yet. */
export async function readAppliedMigrations(
  query: (sql: string) => Promise<{ rows: AppliedMigration[] }>,
): Promise<readonly AppliedMigration[]> {
  try {
    const found = await query("SELECT number, name, checksum FROM schema_migrations ORDER BY number");
    return found.rows;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === undefinedTable) return [];
    throw error;
  }
}

const undefinedTable = "42P01";
