import type { Lane } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { laneName } from "./lane.ts";
import type { ScheduledKind } from "./tables.ts";

/** How one lane of one kind of work stands. */
export interface ScheduleLag {
  readonly kind: ScheduledKind;
  readonly lane: Lane;
  readonly scheduled: number;
  /** Due, and neither claimed nor parked. */
  readonly due: number;
  /** Under a live claim. */
  readonly claimed: number;
  /** When the longest waiting unclaimed one was due, or null when none waits. */
  readonly oldestDueAt: Date | null;
}

/** How far behind the schedule is, by kind and lane, for metrics and coverage. */
export async function readScheduleLag(db: Db, now: Date): Promise<readonly ScheduleLag[]> {
  const waits = sql`due_at <= ${now} AND parked_by IS NULL AND (lease_until IS NULL OR lease_until <= ${now})`;
  const { rows } = await sql<Omit<ScheduleLag, "lane"> & { lane: number }>`
    SELECT kind, lane, count(*) AS scheduled,
      count(*) FILTER (WHERE ${waits}) AS due,
      count(*) FILTER (WHERE lease_until > ${now}) AS claimed,
      min(due_at) FILTER (WHERE ${waits}) AS "oldestDueAt"
    FROM schedule GROUP BY kind, lane ORDER BY kind, lane`.execute(db);
  return rows.map((row) => ({ ...row, lane: laneName(row.lane) }));
}
