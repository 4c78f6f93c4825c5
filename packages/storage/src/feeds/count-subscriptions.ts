import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** How many feeds a publisher watches, for its limit. */
export async function countSubscriptions(db: Db, input: { readonly publisherId: string }): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    SELECT count(*) AS total FROM subscriptions
    WHERE publisher_id = ${input.publisherId} AND ended_at IS NULL`.execute(db);
  return rows[0]?.total ?? 0;
}
