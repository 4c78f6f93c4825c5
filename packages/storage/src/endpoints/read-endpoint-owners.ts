import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** The publishers that have an enabled webhook at one of these hosts. */
export async function readEndpointOwners(db: Db, hostIds: readonly number[]): Promise<readonly string[]> {
  const { rows } = await sql<{ publisher_id: string }>`
    SELECT DISTINCT publisher_id FROM endpoints
    WHERE host_id = ANY(${hostIds}::bigint[]) AND enabled AND deleted_at IS NULL ORDER BY 1`.execute(db);
  return rows.map((row) => row.publisher_id);
}
