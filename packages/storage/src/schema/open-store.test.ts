import { createTestDatabase } from "@earshot/test-servers";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { openTestStore, quietLog } from "../../test/open-test-store.ts";
import { createPublisher, inTransaction, migrate, openStore, requireSchema } from "../index.ts";

const store = await openTestStore();
const now = new Date("2026-11-01T12:00:00.000Z");

test("a transaction that throws leaves nothing behind", async () => {
  const work = inTransaction(store, async (tx) => {
    await createPublisher(tx, { name: "Never", now });
    throw new Error("no");
  });
  await expect(work).rejects.toThrow("no");
  expect(await store.db.selectFrom("publishers").select("id").where("name", "=", "Never").execute()).toEqual(
    [],
  );
});

test("a transaction that lost a deadlock is run again", async () => {
  const [a, b] = [
    await createPublisher(store.db, { name: "a", now }),
    await createPublisher(store.db, { name: "b", now }),
  ];
  let runs = 0;
  let holders = 0;
  const bothHoldOne = Promise.withResolvers<void>();
  const swap = (first: string, second: string) =>
    inTransaction(store, async (tx) => {
      runs += 1;
      await tx.updateTable("publishers").set({ name: "x" }).where("id", "=", first).execute();
      holders += 1;
      if (holders === 2) bothHoldOne.resolve();
      await bothHoldOne.promise;
      await tx.updateTable("publishers").set({ name: "x" }).where("id", "=", second).execute();
    });
  await Promise.all([swap(a.id, b.id), swap(b.id, a.id)]);
  expect(runs).toBeGreaterThan(2);
});

test("a store outlives the loss of its connections", async () => {
  const { db } = store;
  await store.ping();
  await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`.execute(db);
  await expect
    .poll(() =>
      store.ping().then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
});

test("a connection lost between two queries of a transaction fails that transaction and not the process", async () => {
  const work = inTransaction(store, async (tx) => {
    const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(tx);
    const pid = rows[0]?.pid;
    await sql`SELECT pg_terminate_backend(${pid}, 5000)`.execute(store.db);
    // The goodbye has been sent by now; a turn of the loop later it has been read.
    await new Promise((resolve) => setImmediate(resolve));
    await sql`SELECT 1`.execute(tx);
  });
  await expect(work).rejects.toThrow();
  await store.ping();
});

test("ids and their lists are numbers, dates are dates", async () => {
  const { rows } = await sql`
    SELECT 5::bigint AS id, '{1,2}'::bigint[] AS ids, '{}'::bigint[] AS none, '2026-01-01T00:00:00Z'::timestamptz AS at`.execute(
    store.db,
  );
  expect(rows).toEqual([{ id: 5, ids: [1, 2], none: [], at: new Date("2026-01-01") }]);
});

test("a service refuses an older schema and says what to do", async () => {
  const database = await createTestDatabase({ empty: true });
  const empty = openStore({ url: database.url, log: quietLog, poolMax: 2 });
  onTestFinished(async () => {
    await empty.close();
    await database.close();
  });
  await expect(requireSchema(empty)).rejects.toThrow(
    /0 of \d+ migrations are applied. Run `earshot admin migrate` first/,
  );
  await migrate(database.url);
  await requireSchema(empty);
  await sql`INSERT INTO schema_migrations (number, name, checksum) VALUES (999, '999_future.sql', 'x')`.execute(
    empty.db,
  );
  await expect(requireSchema(empty)).rejects.toThrow(/newer schema/);
});
