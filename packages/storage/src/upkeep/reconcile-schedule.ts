import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** What was put right. */
export interface Reconciled {
  /** Watched feeds and media that were not on the schedule. */
  readonly added: number;
  /** Media that were on the schedule although nobody watches them: they are in no incident any more. */
  readonly removedMediaIds: readonly number[];
}

/** Puts media of watched feeds that are not on the schedule there, due at `now`; to be narrowed and closed by `orSkip`. */
export function scheduleWatchedMedia(now: Date) {
  return sql`
    INSERT INTO schedule (kind, subject_id, host_id, lane, due_at, ready_at)
    SELECT DISTINCT 'media'::subject_kind, m.id, m.host_id, 1, ${now}::timestamptz, ${now}::timestamptz
    FROM enclosures e JOIN media m ON m.id = e.media_id
    WHERE e.vanished_at IS NULL
      AND EXISTS (SELECT FROM subscriptions s WHERE s.feed_id = e.feed_id AND s.ended_at IS NULL)
      AND NOT EXISTS (SELECT FROM schedule o WHERE o.kind = 'media' AND o.subject_id = m.id)`;
}

/** The end of a statement begun by `scheduleWatchedMedia`. */
export const orSkip = sql`ORDER BY 2 ON CONFLICT (kind, subject_id) DO NOTHING`;

/**
 * Makes the schedule agree with what is watched: two registrations and unsubscriptions at the same instant may each
 * count on the other. Reads every enclosure.
 */
export async function reconcileSchedule(tx: Db, now: Date): Promise<Reconciled> {
  const feeds = await sql`
    INSERT INTO schedule (kind, subject_id, host_id, lane, due_at, ready_at)
    SELECT 'feed'::subject_kind, f.id, f.host_id, 1, ${now}::timestamptz, ${now}::timestamptz FROM feeds f
    WHERE EXISTS (SELECT FROM subscriptions s WHERE s.feed_id = f.id AND s.ended_at IS NULL)
      AND NOT EXISTS (SELECT FROM schedule o WHERE o.kind = 'feed' AND o.subject_id = f.id)
    ${orSkip}`.execute(tx);
  const media = await sql`${scheduleWatchedMedia(now)} ${orSkip}`.execute(tx);
  const removed = await sql<{ subject_id: number }>`
    WITH unwatched AS MATERIALIZED (
      SELECT o.subject_id FROM schedule o
      WHERE o.kind = 'media' AND NOT EXISTS (
        SELECT FROM enclosures e JOIN subscriptions s ON s.feed_id = e.feed_id AND s.ended_at IS NULL
        WHERE e.media_id = o.subject_id AND e.vanished_at IS NULL)
      ORDER BY o.subject_id FOR UPDATE
    )
    DELETE FROM schedule s USING unwatched u WHERE s.kind = 'media' AND s.subject_id = u.subject_id
    RETURNING s.subject_id`.execute(tx);
  return {
    added: Number(feeds.numAffectedRows ?? 0n) + Number(media.numAffectedRows ?? 0n),
    removedMediaIds: removed.rows.map((row) => row.subject_id),
  };
}
