import type { Lane } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { laneNumber } from "./lane.ts";
import type { ScheduledKind } from "./tables.ts";

/** Which subjects to bring forward, into which lane. */
export interface BroughtForward {
  readonly kind: ScheduledKind;
  readonly ids: readonly number[];
  readonly lane: Lane;
  readonly now: Date;
}

/**
 * Makes scheduled subjects due now, or leaves them where they are when they are due already. A live claim is never
 * taken away: its subject is due again when it ends, since the work in progress may have begun before the reason.
 */
export async function scheduleNow(db: Db, input: BroughtForward): Promise<void> {
  const lane = laneNumber(input.lane);
  await sql`
    UPDATE schedule
    SET due_at = least(due_at, ${input.now}),
      lane = least(lane, ${lane}),
      slotted = slotted AND claim_id IS NOT NULL,
      again_lane = CASE WHEN claim_id IS NULL THEN NULL ELSE least(coalesce(again_lane, ${lane}), ${lane}) END,
      ready_at = CASE WHEN lease_until > ${input.now} THEN ready_at ELSE least(ready_at, ${input.now}) END
    WHERE kind = ${input.kind} AND subject_id = ANY(${input.ids}::bigint[])`.execute(db);
}
