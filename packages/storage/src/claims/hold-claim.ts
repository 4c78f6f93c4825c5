import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import type { ScheduledKind } from "./tables.ts";

/** Some subjects of a claim. */
export interface ClaimedIds {
  readonly kind: ScheduledKind;
  readonly claimId: string;
  readonly ids: readonly number[];
}

/**
 * Called by a worker before it starts: renews the lease of those subjects that the claim still holds and gives their
 * ids. The others were taken by somebody else, and must be skipped.
 */
export async function beginClaim(
  db: Db,
  input: ClaimedIds & { readonly leaseMs: number; readonly now: Date },
): Promise<readonly number[]> {
  const leaseUntil = new Date(input.now.getTime() + input.leaseMs);
  const { rows } = await sql<{ subject_id: number }>`
    UPDATE schedule SET lease_until = ${leaseUntil}, ready_at = ${leaseUntil}
    WHERE kind = ${input.kind} AND subject_id = ANY(${input.ids}::bigint[]) AND claim_id = ${input.claimId}
    RETURNING subject_id`.execute(db);
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
    WHERE kind = ${input.kind} AND subject_id = ANY(${input.ids}::bigint[]) AND claim_id = ${input.claimId}`.execute(
    db,
  );
}
