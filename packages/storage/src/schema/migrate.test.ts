import { createTestDatabase } from "@earshot/test-servers";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { migrate } from "./migrate.ts";
import { readMigrations } from "./read-migrations.ts";

async function openEmpty(): Promise<{ url: string; client: pg.Client }> {
  const database = await createTestDatabase({ empty: true });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  onTestFinished(async () => {
    await client.end();
    await database.close();
  });
  return { url: database.url, client };
}

test("applies every migration once, in order", async () => {
  const { url } = await openEmpty();
  const names = (await readMigrations()).map((migration) => migration.name);
  expect(await migrate(url)).toEqual(names);
  expect(await migrate(url)).toEqual([]);
});

test("lets several at once go one after the other", async () => {
  const { url, client } = await openEmpty();
  const results = await Promise.all([migrate(url), migrate(url), migrate(url)]);
  expect(results.filter((names) => names.length > 0)).toHaveLength(1);
  const found = await client.query("SELECT number FROM schema_migrations");
  expect(found.rowCount).toBe((await readMigrations()).length);
});

test("refuses a schema from a newer version", async () => {
  const { url, client } = await openEmpty();
  await migrate(url);
  await client.query(
    "INSERT INTO schema_migrations (number, name, checksum) VALUES (999, '999_future.sql', 'x')",
  );
  await expect(migrate(url)).rejects.toThrow(/newer schema \(999_future\.sql\)/);
});

test("refuses a migration that was changed after it had been applied", async () => {
  const { url, client } = await openEmpty();
  await migrate(url);
  await client.query("UPDATE schema_migrations SET checksum = 'another' WHERE number = 1");
  await expect(migrate(url)).rejects.toThrow(/was changed after/);
});
