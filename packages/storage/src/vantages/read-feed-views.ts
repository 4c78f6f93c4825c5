import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** How one vantage sees those enclosures of a feed that others see otherwise. */
export interface FeedView {
  readonly feedId: number;
  readonly vantage: string;
  readonly unreachable: number;
  readonly heard: number;
}

/**
 * Of each feed the enclosures that can be heard from one vantage and not from another, counted by vantage; nothing of
 * feeds that have none. Begins at the few views that are kept, however many enclosures there are.
 */
export async function readFeedViews(db: Db, feedIds: readonly number[]): Promise<readonly FeedView[]> {
  const { rows } = await sql<FeedView>`
    WITH regional AS MATERIALIZED (
      SELECT subject_id FROM regional_views WHERE kind = 'media'
      GROUP BY subject_id HAVING bool_or(bad) AND NOT bool_and(bad)
    )
    SELECT e.feed_id AS "feedId", v.vantage, count(*) FILTER (WHERE v.bad)::int AS unreachable,
      count(*) FILTER (WHERE NOT v.bad)::int AS heard
    FROM regional r
    JOIN regional_views v ON v.kind = 'media' AND v.subject_id = r.subject_id
    JOIN enclosures e ON e.media_id = r.subject_id AND e.vanished_at IS NULL AND e.feed_id = ANY(${feedIds}::bigint[])
    GROUP BY 1, 2 ORDER BY 1, 2`.execute(db);
  return rows;
}
