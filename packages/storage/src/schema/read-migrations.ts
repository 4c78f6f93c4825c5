import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";

const migrationsDir = new URL("../../migrations/", import.meta.url);

/** One step of the schema: a file of SQL statements, applied once and never edited afterwards. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** All migrations this version of Earshot knows, in order. Throws when two have the same number. */
export async function readMigrations(): Promise<readonly Migration[]> {
  const names = (await readdir(migrationsDir)).filter((name) => name.endsWith(".sql")).sort();
  const migrations = await Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, migrationsDir), "utf8");
      const checksum = createHash("sha256").update(sql).digest("hex");
      return { number: Number.parseInt(name, 10), name, sql, checksum };
    }),
  );
  for (const [index, migration] of migrations.entries()) {
    if (migrations[index + 1]?.number === migration.number) {
      throw new Error(`Two migrations have the number of ${migration.name}.`);
    }
  }
  return migrations;
}
