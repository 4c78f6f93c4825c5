import { sql } from "kysely";
import { scheduleSubjects } from "../claims/schedule-subjects.ts";
import type { Db } from "../schema/database.ts";
import { idList } from "../schema/id-list.ts";

const crossingsToCheck = 2;
const withinMs = 24 * 60 * 60_000;

/**
 * Counts redirect chains that crossed hosts which are not checked. From the second within a day on, a host is put on
 * the schedule: one that a single odd redirect names is nobody's host. A host that is being written at this instant
 * is counted another time.
 */
export async function countCrossings(tx: Db, crossed: readonly number[], now: Date): Promise<void> {
  if (crossed.length === 0) return;
  const windowStart = new Date(now.getTime() - withinMs);
  const { rows } = await sql<{ id: number; crossings: number }>`
    /* plan: count-crossings */ WITH crossed AS (
      SELECT c.id, count(*) AS times FROM unnest(${idList(crossed)}::bigint[]) AS c(id)
      WHERE NOT EXISTS (SELECT FROM schedule s WHERE s.kind = 'host' AND s.subject_id = c.id)
      GROUP BY c.id
    ), locked AS (
      SELECT h.id, c.times FROM hosts h JOIN crossed c ON c.id = h.id FOR NO KEY UPDATE OF h SKIP LOCKED
    )
    UPDATE hosts h
    SET crossings = CASE WHEN h.crossings_since > ${windowStart} THEN h.crossings ELSE 0 END + l.times,
      crossings_since = CASE WHEN h.crossings_since > ${windowStart} THEN h.crossings_since ELSE ${now} END
    FROM locked l WHERE h.id = l.id RETURNING h.id, h.crossings`.execute(tx);
  const subjects = rows
    .filter((row) => row.crossings >= crossingsToCheck)
    .map(({ id }) => ({ id, hostId: id, dueAt: now, lane: "hot" as const }));
  await scheduleSubjects(tx, { kind: "host", subjects });
}
