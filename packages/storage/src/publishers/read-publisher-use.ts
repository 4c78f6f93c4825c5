import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** What a publisher watches, for its limits. */
export interface PublisherUse {
  readonly feeds: number;
  /** Enclosures in them, as of their last crawls. */
  readonly enclosures: number;
}

/** Counts what a publisher watches; feeds that it gave up do not count. */
export async function readPublisherUse(db: Db, publisherId: string): Promise<PublisherUse> {
  const { rows } = await sql<PublisherUse>`
    SELECT count(*) AS feeds, coalesce(sum(f.enclosures), 0)::bigint AS enclosures
    FROM subscriptions s JOIN feeds f ON f.id = s.feed_id
    WHERE s.publisher_id = ${publisherId} AND s.ended_at IS NULL`.execute(db);
  return rows[0] ?? { feeds: 0, enclosures: 0 };
}
