import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/**
 * Holds the key of an incident until the transaction ends, so that two subjects confirmed at the same instant open
 * one incident and not two. Must run inside a transaction.
 */
export async function lockIncidentKey(tx: Db, key: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 1))`.execute(tx);
}
