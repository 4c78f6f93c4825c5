import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** Notes that the feeds carrying these media depend on the hosts on their way. */
export async function saveFeedHosts(tx: Db, mediaIds: readonly number[]): Promise<void> {
  if (mediaIds.length === 0) return;
  await sql`
    INSERT INTO feed_hosts (feed_id, host_id)
    SELECT DISTINCT e.feed_id, w.host_id
    FROM media_hosts w JOIN enclosures e ON e.media_id = w.media_id AND e.vanished_at IS NULL
    WHERE w.media_id = ANY(${mediaIds}::bigint[]) AND NOT EXISTS (
      SELECT FROM feed_hosts f WHERE f.feed_id = e.feed_id AND f.host_id = w.host_id)
    ORDER BY 1, 2
    ON CONFLICT (feed_id, host_id) DO NOTHING`.execute(tx);
}

/** Forgets hosts that feeds do not depend on any more, and notes those that were missed. Reads every enclosure. */
export async function refreshFeedHosts(tx: Db): Promise<void> {
  await sql`
    DELETE FROM feed_hosts d
    WHERE NOT EXISTS (SELECT FROM feeds f WHERE f.id = d.feed_id AND f.host_id = d.host_id)
      AND NOT EXISTS (
        SELECT FROM enclosures e JOIN media_hosts w ON w.media_id = e.media_id AND w.host_id = d.host_id
        WHERE e.feed_id = d.feed_id AND e.vanished_at IS NULL)`.execute(tx);
  await sql`
    INSERT INTO feed_hosts (feed_id, host_id)
    SELECT id, host_id FROM feeds
    UNION
    SELECT e.feed_id, w.host_id FROM enclosures e JOIN media_hosts w ON w.media_id = e.media_id
    WHERE e.vanished_at IS NULL
    ORDER BY 1, 2
    ON CONFLICT (feed_id, host_id) DO NOTHING`.execute(tx);
}
