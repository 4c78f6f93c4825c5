import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { idList } from "../schema/id-list.ts";
import type { ScheduledKind } from "./tables.ts";

/** Some subjects of a claim. */
export interface ClaimedIds {
  readonly kind: ScheduledKind;
  readonly claimId: string;
  readonly ids: readonly number[];
}

/** A lease that has this share of its time left is not written anew: most work is done long before it ends. */
const enoughLeft = 0.9;

/**
 * Called by a worker before it starts: makes the lease of those subjects that the claim still holds last for at least
 * nine tenths of `leaseMs`, and gives their ids. The others were taken by somebody else, and must be skipped.
 */
export async function beginClaim(
  db: Db,
  input: ClaimedIds & { readonly leaseMs: number; readonly now: Date },
): Promise<readonly number[]> {
  const leaseUntil = new Date(input.now.getTime() + input.leaseMs);
  const soon = new Date(input.now.getTime() + input.leaseMs * enoughLeft);
  // Nobody takes a subject whose lease has not ended, so those that are only read are held as surely.
  const ids = idList(input.ids);
  const { rows } = await sql<{ subject_id: number }>`
    /* plan: begin-claim */ WITH renewed AS (
      UPDATE schedule SET lease_until = ${leaseUntil}, ready_at = ${leaseUntil}
      WHERE kind = ${input.kind} AND subject_id = ANY(${ids}::bigint[])
        AND ${isHeldBy(input.claimId)} AND lease_until < ${soon}
      RETURNING subject_id
    )
    SELECT subject_id FROM schedule
    WHERE kind = ${input.kind} AND subject_id = ANY(${ids}::bigint[])
      AND ${isHeldBy(input.claimId)} AND lease_until >= ${soon}
    UNION ALL SELECT subject_id FROM renewed`.execute(db);
  return rows.map((row) => row.subject_id);
}

/** Called by a worker that needs longer: the same as `beginClaim`. */
export const renewClaim = beginClaim;

/** Hands subjects back untouched, ready at once for any planner. */
export async function releaseClaim(db: Db, input: ClaimedIds & { readonly now: Date }): Promise<void> {
  await sql`
    UPDATE schedule
    SET claim_id = NULL, lease_until = NULL, ready_at = ${input.now},
      lane = least(lane, coalesce(again_lane, lane)), again_lane = NULL
    WHERE kind = ${input.kind} AND subject_id = ANY(${input.ids}::bigint[]) AND ${isHeldBy(input.claimId)}`.execute(
    db,
  );
}

/**
 * Whether a row is under that claim, in words that do not imply "under any claim": with those PostgreSQL would take
 * the index of everything claimed, and go through thousands of rows to find these.
 */
function isHeldBy(claimId: string) {
  return sql`claim_id IS NOT DISTINCT FROM ${claimId}`;
}
