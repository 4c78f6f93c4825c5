import type { Lane } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { toJson } from "../schema/json.ts";
import { laneNumber } from "./lane.ts";
import type { ScheduledKind } from "./tables.ts";

/** When a subject is due next; null takes it off the schedule. */
export interface ClaimOutcome {
  readonly id: number;
  readonly dueAt: Date | null;
  readonly lane: Lane;
  /** The vantage from which this look failed, so that another one looks next; null when it did not fail. */
  readonly awayFrom?: string | null;
  /** Whether this look ran into a time-out. */
  readonly slow?: boolean;
}

/** Outcomes of subjects of one kind, each with the claim under which it was found. */
export interface ClaimOutcomes {
  readonly kind: ScheduledKind;
  readonly outcomes: readonly (ClaimOutcome & { readonly claimId: string })[];
  readonly now: Date;
}

/**
 * Ends the claims on these subjects and sets when they are due next. Gives the ids that their claims still held: what
 * a worker found out about the others must not be recorded. Whoever was asked for meanwhile is due again at once.
 */
export async function commitClaims(tx: Db, input: ClaimOutcomes): Promise<readonly number[]> {
  // In order of their ids, so that two who write the same rows wait for each other and never in a circle.
  const outcomes = input.outcomes
    .map(({ id, claimId, dueAt, lane, awayFrom = null, slow = false }) => ({
      ...{ id, claim_id: claimId, due_at: dueAt, lane: laneNumber(lane), away_from: awayFrom, slow },
    }))
    .sort((one, other) => one.id - other.id);
  // The end of the schedule is marked by "infinity", since one statement cannot update and delete the same row.
  const { rows } = await sql<{ subject_id: number; ended: boolean }>`
    /* plan: commit-claims */ UPDATE schedule s
    SET claim_id = NULL, lease_until = NULL, slotted = false, again_lane = NULL,
      away_from = o.away_from, slow = o.slow, failures = 0,
      lane = least(coalesce(again_lane, o.lane), o.lane),
      due_at = CASE WHEN again_lane IS NULL THEN coalesce(o.due_at, 'infinity') ELSE ${input.now} END,
      ready_at = CASE WHEN again_lane IS NULL THEN coalesce(o.due_at, 'infinity') ELSE ${input.now} END
    FROM jsonb_to_recordset(${toJson(outcomes)}::jsonb) AS o(id bigint, claim_id uuid,
      due_at timestamptz, lane smallint, away_from text, slow boolean)
    WHERE s.kind = ${input.kind} AND s.subject_id = o.id AND s.claim_id IS NOT DISTINCT FROM o.claim_id
    RETURNING s.subject_id, s.due_at = 'infinity' AS ended`.execute(tx);
  const ended = rows.filter((row) => row.ended).map((row) => row.subject_id);
  if (ended.length > 0) {
    await sql`
      DELETE FROM schedule WHERE kind = ${input.kind} AND subject_id = ANY(${ended}::bigint[])
        AND due_at = 'infinity'`.execute(tx);
  }
  return rows.map((row) => row.subject_id);
}

/** `commitClaims` for one subject: false when the claim was lost, and the caller must roll back. */
export async function commitClaim(
  tx: Db,
  input: ClaimOutcome & { readonly kind: ScheduledKind; readonly claimId: string; readonly now: Date },
): Promise<boolean> {
  const { kind, now, ...outcome } = input;
  return (await commitClaims(tx, { kind, outcomes: [outcome], now })).length === 1;
}
