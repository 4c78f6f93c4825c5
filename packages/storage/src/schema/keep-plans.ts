import type { PostgresPool, PostgresPoolClient } from "kysely";
import type pg from "pg";

/** The comment that a statement begins with when PostgreSQL is to keep its plan. */
const planComment = /^\s*\/\* plan: ([a-z-]+) \*\//;

/**
 * A pool whose connections have PostgreSQL parse and plan a statement once each, when it begins with `/* plan: name *\/`,
 * instead of every time: for what is asked many times a second, and whose text never changes. The name is the text's own.
 */
export function keepPlans(pool: pg.Pool): PostgresPool {
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect();
      const keeping = known.get(client) ?? keepPlansOf(client);
      known.set(client, keeping);
      return keeping;
    },
  };
}

function keepPlansOf(client: pg.PoolClient): PostgresPoolClient {
  // Kysely asks in one of two ways, and never for a cursor here, since the dialect was given none.
  const query = (text: string, values: readonly unknown[]): Promise<unknown> => {
    const name = planComment.exec(text)?.[1];
    return client.query({ text, values: [...values], ...(name !== undefined && { name }) });
  };
  return {
    query: query as PostgresPoolClient["query"],
    release: (destroy) => client.release(destroy),
  };
}
