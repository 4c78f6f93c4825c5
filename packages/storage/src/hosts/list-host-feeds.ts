import { sql } from "kysely";
import { episodesBehindHost } from "../feeds/save-feed-hosts.ts";
import type { Db } from "../schema/database.ts";
import type { Page } from "../schema/page.ts";
import type { Standing } from "../standings/standing.ts";

/** A feed, as its publisher knows it, that depends on a host. */
export interface FeedOfHost {
  /** The subscription's id. */
  readonly id: string;
  readonly title: string | null;
  readonly url: string;
  readonly standing: Standing;
  /** Whether the host serves the feed itself. */
  readonly servesFeed: boolean;
  /** How many of its episodes have the host on their way. */
  readonly episodes: number;
}

/** One page of a publisher's feeds (of everybody's when null, for ops) that depend on a host, newest registration first. */
export async function listHostFeeds(
  db: Db,
  input: Page & { readonly hostId: number; readonly publisherId: string | null },
): Promise<readonly FeedOfHost[]> {
  const { hostId, publisherId, after, limit } = input;
  const { rows } = await sql<FeedOfHost>`
    SELECT s.id, f.title, f.url, s.standing, f.host_id = d.host_id AS "servesFeed",
      coalesce(d.episodes, ${episodesBehindHost})::int AS episodes
    FROM feed_hosts d JOIN feeds f ON f.id = d.feed_id
    JOIN subscriptions s ON s.feed_id = d.feed_id AND s.ended_at IS NULL
    WHERE d.host_id = ${hostId} AND ${publisherId === null ? sql`true` : sql`s.publisher_id = ${publisherId}`}
      AND ${after === undefined ? sql`true` : sql`s.id < ${after}`}
    ORDER BY s.id DESC LIMIT ${limit}`.execute(db);
  return rows;
}

/** How many of a publisher's shows and episodes have a host on their way; of everybody's when null, for ops. */
export async function readHostUse(
  db: Db,
  of: { readonly hostId: number; readonly publisherId: string | null },
): Promise<{ readonly shows: number; readonly episodes: number }> {
  const owner = of.publisherId === null ? sql`true` : sql`s.publisher_id = ${of.publisherId}`;
  const { rows } = await sql<{ shows: number; episodes: number }>`
    SELECT count(*)::int AS shows, coalesce(sum(x.episodes), 0)::int AS episodes
    FROM (
      -- OFFSET: those of others are not counted only to be left out afterwards.
      SELECT coalesce(d.episodes, ${episodesBehindHost}) AS episodes FROM (
        SELECT * FROM feed_hosts h WHERE h.host_id = ${of.hostId} AND EXISTS (
          SELECT FROM subscriptions s WHERE s.feed_id = h.feed_id AND s.ended_at IS NULL AND ${owner}) OFFSET 0
      ) d
    ) x WHERE x.episodes > 0`.execute(db);
  return rows[0] ?? { shows: 0, episodes: 0 };
}
