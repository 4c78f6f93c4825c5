import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { inChunks } from "../schema/in-chunks.ts";
import { toJson } from "../schema/json.ts";
import type { IdentifiedItem } from "./diff-enclosures.ts";
import { isHotItem } from "./list-items.ts";

/**
 * Makes sure that the media of all items are on the schedule: due now, hot when just published, and left alone when
 * they are there already. Gives the ids of those that were not.
 */
export async function scheduleMedia(
  tx: Db,
  items: readonly IdentifiedItem[],
  now: Date,
): Promise<readonly number[]> {
  const lanes = new Map<number, number>();
  for (const item of items) {
    lanes.set(item.mediaId, Math.min(isHotItem(item, now) ? 0 : 1, lanes.get(item.mediaId) ?? 1));
  }
  const scheduled: number[] = [];
  for (const chunk of inChunks([...lanes].map(([id, lane]) => ({ id, lane })))) {
    const { rows } = await sql<{ subject_id: number }>`
      INSERT INTO schedule (kind, subject_id, host_id, lane, due_at, ready_at)
      SELECT 'media'::subject_kind, m.id, m.host_id, CASE WHEN m.probed_at IS NULL THEN n.lane ELSE 1 END,
        ${now}::timestamptz, ${now}::timestamptz
      FROM jsonb_to_recordset(${toJson(chunk)}::jsonb) AS n(id bigint, lane smallint) JOIN media m ON m.id = n.id
      WHERE NOT EXISTS (SELECT FROM schedule o WHERE o.kind = 'media' AND o.subject_id = m.id)
      ORDER BY m.id
      ON CONFLICT (kind, subject_id) DO NOTHING RETURNING subject_id`.execute(tx);
    scheduled.push(...rows.map((row) => row.subject_id));
  }
  return scheduled;
}

/** Takes off the schedule those media that no watched feed carries any more, and gives their ids. */
export async function withdrawMedia(tx: Db, mediaIds: readonly number[]): Promise<readonly number[]> {
  if (mediaIds.length === 0) return [];
  const { rows } = await sql<{ subject_id: number }>`
    WITH unwatched AS MATERIALIZED (
      SELECT o.subject_id FROM schedule o
      WHERE o.kind = 'media' AND o.subject_id = ANY(${mediaIds}::bigint[]) AND NOT EXISTS (
        SELECT FROM enclosures e JOIN subscriptions s ON s.feed_id = e.feed_id AND s.ended_at IS NULL
        WHERE e.media_id = o.subject_id AND e.vanished_at IS NULL)
      ORDER BY o.subject_id FOR UPDATE
    )
    DELETE FROM schedule s USING unwatched u WHERE s.kind = 'media' AND s.subject_id = u.subject_id
    RETURNING s.subject_id`.execute(tx);
  return rows.map((row) => row.subject_id);
}
