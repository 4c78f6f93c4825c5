import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** Since when some address of a host serves each of its leaves, by fingerprint, as far as we saw. */
export async function readServedSince(db: Db, hostId: number): Promise<ReadonlyMap<string, Date>> {
  const { rows } = await sql<{ fingerprint: string; since: Date }>`
    SELECT fingerprint, min(since) AS since FROM host_certificates
    WHERE host_id = ${hostId} AND position = 0 GROUP BY fingerprint`.execute(db);
  return new Map(rows.map(({ fingerprint, since }) => [fingerprint, since]));
}
