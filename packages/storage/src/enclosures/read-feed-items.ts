import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** An item of a feed as it was last seen there. */
export interface FeedItem {
  readonly guid: string | null;
  /** Its primary enclosure URL. */
  readonly url: string;
  readonly publishedAt: Date | null;
}

/** The items that a feed is believed to have: those with a primary enclosure that has not vanished. */
export async function readFeedItems(db: Db, feedId: number): Promise<readonly FeedItem[]> {
  const { rows } = await sql<FeedItem>`
    SELECT e.guid, m.url, e.published_at AS "publishedAt"
    FROM enclosures e JOIN media m ON m.id = e.media_id
    WHERE e.feed_id = ${feedId} AND e.vanished_at IS NULL AND e.kind = 'primary'`.execute(db);
  return rows;
}

/** Whether some of a feed's enclosures are missing from its document without having been given up yet. */
export async function isMissingEnclosures(db: Db, feedId: number): Promise<boolean> {
  const { rows } = await sql`
    SELECT 1 FROM enclosures
    WHERE feed_id = ${feedId} AND missing_since IS NOT NULL AND vanished_at IS NULL LIMIT 1`.execute(db);
  return rows.length > 0;
}
