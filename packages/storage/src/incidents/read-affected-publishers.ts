import type { AffectedScope } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** What of one publisher's own suffers: shows, webhook endpoints, or both. */
export interface AffectedPublisher {
  readonly publisherId: string;
  readonly scope: AffectedScope;
  /** The feeds that suffer, as the publisher knows them; at most twenty. */
  readonly feedIds: readonly string[];
}

/** The subjects that suffer, by id. */
export interface AffectedBy {
  readonly hostIds: readonly number[];
  readonly mediaIds: readonly number[];
  readonly feedIds: readonly number[];
  /** Hosts of which only the enclosures suffer, not the feeds that they serve. */
  readonly enclosuresOfHostIds?: readonly number[];
  /** Hosts of which only the feeds that they serve suffer. */
  readonly documentsOfHostIds?: readonly number[];
}

const samplesMax = 20;
const endpointsMax = 5;

interface AffectedRow {
  readonly publisher_id: string;
  readonly shows: number;
  readonly episodes: number;
  readonly samples: AffectedScope["samples"];
  readonly feed_ids: readonly string[];
  readonly endpoints: AffectedScope["endpoints"];
}

/**
 * Every publisher with an active subscription or an enabled webhook that the subjects touch, with counts over all of its
 * shows and up to twenty samples, newest first, of its own feeds only, and up to five of its own endpoints. A host
 * touches the enclosures whose last redirect chain crossed it, the feeds that it serves, and the webhooks there. One pass over the affected enclosures, however many publishers there are.
 */
export async function readAffectedPublishers(db: Db, by: AffectedBy): Promise<readonly AffectedPublisher[]> {
  const mediaHostIds = [...by.hostIds, ...(by.enclosuresOfHostIds ?? [])];
  const feedHostIds = [...by.hostIds, ...(by.documentsOfHostIds ?? [])];
  const { rows } = await sql<AffectedRow>`
    WITH hit_media AS (
      SELECT media_id FROM media_hosts WHERE host_id = ANY(${mediaHostIds}::bigint[])
      UNION SELECT unnest(${by.mediaIds}::bigint[])
    ), hit AS MATERIALIZED (
      SELECT e.feed_id, coalesce(e.guid, m.url) AS episode, e.guid, e.title, e.published_at, m.url
      FROM hit_media h JOIN media m ON m.id = h.media_id
      JOIN enclosures e ON e.media_id = h.media_id AND e.vanished_at IS NULL
    ), hit_feeds AS (
      SELECT feed_id, count(DISTINCT episode)::int AS episodes FROM hit GROUP BY feed_id
      UNION ALL SELECT id, 0 FROM feeds WHERE host_id = ANY(${feedHostIds}::bigint[])
      UNION ALL SELECT unnest(${by.feedIds}::bigint[]), 0
    ), per_feed AS (
      SELECT feed_id, max(episodes) AS episodes FROM hit_feeds GROUP BY feed_id
    ), counted AS (
      SELECT s.publisher_id, count(*)::int AS shows, sum(p.episodes)::int AS episodes,
        (array_agg(s.id::text))[1:${samplesMax}] AS feed_ids
      FROM per_feed p JOIN subscriptions s ON s.feed_id = p.feed_id AND s.ended_at IS NULL
      GROUP BY s.publisher_id
    ), candidates AS (
      -- No publisher needs more of one feed, so that a feed watched by hundreds is not multiplied whole.
      SELECT * FROM (
        SELECT h.*, row_number() OVER (PARTITION BY feed_id ORDER BY published_at DESC NULLS LAST, url) AS place FROM hit h
      ) numbered WHERE place <= ${samplesMax}
    ), ranked AS (
      SELECT s.publisher_id, s.id AS subscription_id, f.title AS show, h.title, h.guid, h.url, h.published_at,
        row_number() OVER (PARTITION BY s.publisher_id ORDER BY h.published_at DESC NULLS LAST, h.url) AS rank
      FROM candidates h JOIN feeds f ON f.id = h.feed_id
      JOIN subscriptions s ON s.feed_id = h.feed_id AND s.ended_at IS NULL
    ), sampled AS MATERIALIZED (
      -- Once for all publishers: a planner without statistics, as after a large import, would do it for each.
      SELECT publisher_id, jsonb_agg(jsonb_build_object('feedId', subscription_id, 'show', show,
        'episode', title, 'guid', guid, 'url', url) ORDER BY rank) AS samples
      FROM ranked WHERE rank <= ${samplesMax} GROUP BY publisher_id
    ), webhooks AS (
      SELECT publisher_id, jsonb_agg(jsonb_build_object('id', id, 'host', url_host) ORDER BY rank) AS endpoints
      FROM (
        SELECT publisher_id, id, url_host, row_number() OVER (PARTITION BY publisher_id ORDER BY id) AS rank
        FROM endpoints WHERE host_id = ANY(${by.hostIds}::bigint[]) AND enabled AND deleted_at IS NULL
      ) numbered WHERE rank <= ${endpointsMax} GROUP BY publisher_id
    )
    SELECT publisher_id, coalesce(c.shows, 0) AS shows, coalesce(c.episodes, 0) AS episodes,
      coalesce(c.feed_ids, '{}') AS feed_ids, coalesce(x.samples, '[]'::jsonb) AS samples,
      coalesce(w.endpoints, '[]'::jsonb) AS endpoints
    FROM counted c FULL JOIN webhooks w USING (publisher_id) LEFT JOIN sampled x USING (publisher_id)`.execute(
    db,
  );
  return rows.map(({ publisher_id, shows, episodes, samples, feed_ids, endpoints }) => ({
    publisherId: publisher_id,
    feedIds: feed_ids,
    scope: { shows, episodes, samples, endpoints },
  }));
}
