import { type RawBuilder, sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { inTransaction, type Store } from "../schema/open-store.ts";

/** Notes that the feeds carrying these media depend on the hosts on their way, as they are now. */
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
  await forgetEpisodeCounts(
    tx,
    sql`SELECT e.feed_id FROM enclosures e WHERE e.media_id = ANY(${mediaIds}::bigint[]) AND e.vanished_at IS NULL`,
  );
}

/** Has the episodes behind each host of a feed counted again: some of them are gone. */
export async function recountEpisodes(tx: Db, feedId: number): Promise<void> {
  await forgetEpisodeCounts(tx, sql`SELECT ${feedId}::bigint`);
}

/** Locks in order, as two transactions may have feeds in common. */
async function forgetEpisodeCounts(tx: Db, feedIds: RawBuilder<unknown>): Promise<void> {
  await sql`
    UPDATE feed_hosts d SET episodes = NULL
    FROM (
      SELECT feed_id, host_id FROM feed_hosts WHERE episodes IS NOT NULL AND feed_id IN (${feedIds})
      ORDER BY feed_id, host_id FOR NO KEY UPDATE
    ) c WHERE c.feed_id = d.feed_id AND c.host_id = d.host_id`.execute(tx);
}

/**
 * How many episodes of the feed of a row `d` have its host on their way. OFFSET keeps PostgreSQL from beginning at the
 * host, which may carry a thousand times as many enclosures as the feed has, and would be gone through for each feed.
 */
export const episodesBehindHost = sql<number>`
  (SELECT count(DISTINCT e.guid_hash) FROM enclosures e
    WHERE e.feed_id = d.feed_id AND e.vanished_at IS NULL AND EXISTS (
      SELECT FROM media_hosts w WHERE w.media_id = e.media_id AND w.host_id = d.host_id OFFSET 0))`;

const countedAtATime = 200;

/** Counts the episodes behind each host of each feed, where that changed since they were counted. */
export async function countEpisodes(db: Db): Promise<void> {
  for (;;) {
    const counted = await sql`
      UPDATE feed_hosts d SET episodes = ${episodesBehindHost}
      WHERE (d.feed_id, d.host_id) IN (
        SELECT feed_id, host_id FROM feed_hosts WHERE episodes IS NULL
        ORDER BY feed_id, host_id LIMIT ${countedAtATime} FOR NO KEY UPDATE SKIP LOCKED)
      RETURNING 1`.execute(db);
    if (counted.rows.length < countedAtATime) return;
  }
}

const refreshedAtATime = 200;

/**
 * Forgets hosts that feeds do not depend on any more, and notes those that were missed. Reads every enclosure, of some
 * feeds at a time, so that no statement takes long however many there are.
 */
export async function refreshFeedHosts(store: Store): Promise<void> {
  for (let after = 0; ; ) {
    const feeds = await store.db
      .selectFrom("feeds")
      .select("id")
      .where("id", ">", after)
      .orderBy("id")
      .limit(refreshedAtATime)
      .execute();
    const last = feeds.at(-1);
    if (last === undefined) return;
    const ids = feeds.map(({ id }) => id);
    await inTransaction(store, (tx) => refreshSome(tx, ids));
    after = last.id;
  }
}

async function refreshSome(tx: Db, feedIds: readonly number[]): Promise<void> {
  await sql`
    DELETE FROM feed_hosts d
    WHERE d.feed_id = ANY(${feedIds}::bigint[])
      AND NOT EXISTS (SELECT FROM feeds f WHERE f.id = d.feed_id AND f.host_id = d.host_id)
      AND NOT EXISTS (
        SELECT FROM enclosures e JOIN media_hosts w ON w.media_id = e.media_id AND w.host_id = d.host_id
        WHERE e.feed_id = d.feed_id AND e.vanished_at IS NULL)`.execute(tx);
  await sql`
    INSERT INTO feed_hosts (feed_id, host_id)
    SELECT id, host_id FROM feeds WHERE id = ANY(${feedIds}::bigint[])
    UNION
    SELECT e.feed_id, w.host_id FROM enclosures e JOIN media_hosts w ON w.media_id = e.media_id
    WHERE e.feed_id = ANY(${feedIds}::bigint[]) AND e.vanished_at IS NULL
    ORDER BY 1, 2
    ON CONFLICT (feed_id, host_id) DO NOTHING`.execute(tx);
}
