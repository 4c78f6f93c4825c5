import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** The publishers that got a notice whose dedupe key begins so. */
export async function readNotifiedPublishers(db: Db, dedupeKeyPrefix: string): Promise<readonly string[]> {
  const { rows } = await sql<{ publisher_id: string }>`
    SELECT DISTINCT publisher_id FROM notices
    WHERE dedupe_key >= ${dedupeKeyPrefix} AND dedupe_key < ${`${dedupeKeyPrefix}\u007f`}`.execute(db);
  return rows.map((row) => row.publisher_id);
}
