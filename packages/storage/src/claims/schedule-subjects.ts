import type { Lane } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { toJson } from "../schema/json.ts";
import { laneNumber } from "./lane.ts";
import type { ScheduledKind } from "./tables.ts";

/** A subject to put on the schedule. */
export interface NewlyDue {
  readonly id: number;
  readonly hostId: number | null;
  readonly dueAt: Date;
  readonly lane: Lane;
}

/** Puts subjects on the schedule and tells how many. Those that are on it already keep their due time and lane. */
export async function scheduleSubjects(
  db: Db,
  input: { readonly kind: ScheduledKind; readonly subjects: readonly NewlyDue[] },
): Promise<number> {
  if (input.subjects.length === 0) return 0;
  const subjects = input.subjects.map(({ id, hostId, dueAt, lane }) => ({
    id,
    host_id: hostId,
    due_at: dueAt,
    lane: laneNumber(lane),
  }));
  const { numAffectedRows } = await sql`
    INSERT INTO schedule (kind, subject_id, host_id, lane, due_at, ready_at)
    SELECT ${input.kind}::subject_kind, s.id, s.host_id, s.lane, s.due_at, s.due_at
    FROM jsonb_to_recordset(${toJson(subjects)}::jsonb)
      AS s(id bigint, host_id bigint, lane smallint, due_at timestamptz)
    -- Rows that are there already are not even tried: a conflict with one would wait for whoever is writing it.
    WHERE NOT EXISTS (SELECT FROM schedule o WHERE o.kind = ${input.kind}::subject_kind AND o.subject_id = s.id)
    ORDER BY s.id
    ON CONFLICT (kind, subject_id) DO NOTHING`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/** Takes subjects off the schedule; whoever holds a claim on one cannot commit any more. */
export async function unscheduleSubjects(
  db: Db,
  input: { readonly kind: ScheduledKind; readonly ids: readonly number[] },
): Promise<void> {
  await sql`
    DELETE FROM schedule WHERE kind = ${input.kind} AND subject_id = ANY(${input.ids}::bigint[])`.execute(db);
}
