import { sql } from "kysely";
import { expect, test } from "vitest";
import { openTestStore, quietLog } from "../../test/open-test-store.ts";
import { openStore } from "./open-store.ts";

const { url } = await openTestStore();

test("a statement that names its plan is prepared once on its connection, and others are not", async () => {
  const store = openStore({ url, log: quietLog, poolMax: 1 });
  try {
    for (const n of [1, 2, 3]) {
      const { rows } = await sql<{ n: number }>`/* plan: add-one */ SELECT ${n}::int + 1 AS n`.execute(
        store.db,
      );
      expect(rows).toEqual([{ n: n + 1 }]);
      await sql`SELECT ${n}::int`.execute(store.db);
    }
    const kept =
      await sql`SELECT name, generic_plans + custom_plans AS uses FROM pg_prepared_statements`.execute(
        store.db,
      );
    expect(kept.rows).toEqual([{ name: "add-one", uses: 3 }]);
  } finally {
    await store.close();
  }
});
