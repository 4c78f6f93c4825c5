import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import type { StandingCause } from "./tables.ts";

/**
 * Notes, with a change of feeds, media or hosts, that feeds may stand otherwise from now on: `judgeStandings` works it
 * out. Must run in the transaction that changes them, so that neither is ever there without the other.
 */
export async function noteStandingChange(tx: Db, kind: StandingCause, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    INSERT INTO standing_changes (kind, subject_id)
    SELECT ${kind}::subject_kind, id FROM unnest(${[...new Set(ids)]}::bigint[]) AS c(id)`.execute(tx);
}
