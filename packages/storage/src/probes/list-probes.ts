import type { FaultCode, Probe, Verdict } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** One past look at an enclosure URL. */
export interface PastProbe {
  readonly at: Date;
  readonly vantage: string;
  readonly verdict: Verdict;
  readonly codes: readonly FaultCode[];
  /** Of the last hop; null without an answer. */
  readonly status: number | null;
  readonly hops: number;
  readonly totalMs: number | null;
  /** The whole probe where it was kept, without certificates' PEM. */
  readonly evidence: Probe | null;
}

/**
 * One page of the looks at a URL, latest first; `before` is the time of the last one of the page before. The caller
 * has made sure that the URL is the publisher's, as by `readEnclosure`.
 */
export async function listProbes(
  db: Db,
  input: { readonly mediaId: number; readonly limit: number; readonly before?: Date | undefined },
): Promise<readonly PastProbe[]> {
  const { rows } = await sql<PastProbe>`
    SELECT at, vantage, verdict, coalesce(codes, '{}') AS codes, status, hops, total_ms AS "totalMs", evidence
    FROM probes
    WHERE media_id = ${input.mediaId} AND ${input.before === undefined ? sql`true` : sql`at < ${input.before}`}
    ORDER BY at DESC LIMIT ${input.limit}`.execute(db);
  return rows;
}
