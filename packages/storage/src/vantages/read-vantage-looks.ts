import type { FaultCode, Verdict } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** The latest look of one vantage. */
export interface VantageLook {
  readonly vantage: string;
  readonly at: Date;
  readonly verdict: Verdict;
  readonly codes: readonly FaultCode[];
  readonly totalMs: number | null;
}

const columns = sql`at, verdict, coalesce(codes, '{}') AS codes, total_ms AS "totalMs"`;

/**
 * How each vantage last saw a media URL or a host, of those that looked since then, in the order of their names. Reads
 * every look since then: ask for a day at most.
 */
export async function readVantageLooks(
  db: Db,
  of: { readonly kind: "media" | "host"; readonly id: number; readonly since: Date },
): Promise<readonly VantageLook[]> {
  const looks =
    of.kind === "media" ? sql`probes WHERE media_id = ${of.id}` : sql`host_checks WHERE host_id = ${of.id}`;
  const { rows } = await sql<VantageLook>`
    SELECT DISTINCT ON (vantage) vantage, ${columns} FROM ${looks} AND at >= ${of.since}
    ORDER BY vantage, at DESC`.execute(db);
  return rows;
}
