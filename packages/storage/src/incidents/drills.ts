import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** Drills of one feed of a publisher since an instant: when the latest one ends or ended, and how many there were. */
export interface RecentDrills {
  readonly count: number;
  /** When the one under way ends; null when none is. */
  readonly runsUntil: Date | null;
}

/** The drills of a key since then: what keeps one feed's within bounds. */
export async function readRecentDrills(
  db: Db,
  which: { readonly key: string; readonly since: Date },
): Promise<RecentDrills> {
  const { rows } = await sql<RecentDrills>`
    SELECT count(*)::int AS count, max(drill_ends_at) FILTER (WHERE state <> 'resolved') AS "runsUntil"
    FROM incidents WHERE key = ${which.key} AND opened_at >= ${which.since}`.execute(db);
  return rows[0] ?? { count: 0, runsUntil: null };
}

/** Drills that are over by now and were not ended yet, locked; others that end them at this instant are passed over. */
export async function takeDueDrills(tx: Db, now: Date): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM incidents WHERE drill_ends_at <= ${now} AND state <> 'resolved'
    ORDER BY id LIMIT 100 FOR UPDATE SKIP LOCKED`.execute(tx);
  return rows.map((row) => row.id);
}
