import { type FeedTestimony, voteMs } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import type { HostQuestion } from "./host-polls.ts";

/** Of each feed so many of its newest enclosures at the host are considered. */
const looksMax = 20;
/** Feeds that were not asked but fail there, too. */
const complainingMax = 50;
const dayMs = 24 * 60 * 60_000;

interface TestimonyRow {
  readonly feed_id: number;
  readonly publisher_ids: string[];
  readonly was_healthy: boolean;
  readonly heard_at: Date | null;
  readonly failing: readonly { readonly since: string; readonly seenAt: string }[];
}

/**
 * What is known, of the feeds asked and of those with something failing there, about a host: each feed's latest good
 * look within the time that a look speaks for, and what of it fails.
 */
export async function readTestimonies(db: Db, question: HostQuestion): Promise<readonly FeedTestimony[]> {
  const { now, feedIds, kind } = question;
  const after = { vote: new Date(now.getTime() - voteMs), day: new Date(now.getTime() - dayMs) };
  const { rows } = await (kind === "media"
    ? ofEnclosures(question, after)
    : ofDocuments(question, after)
  ).execute(db);
  return rows.map((row) => ({
    feedId: row.feed_id,
    publisherIds: row.publisher_ids,
    wasHealthy: row.was_healthy,
    heardAt: row.heard_at,
    failing: row.failing.map(({ since, seenAt }) => ({ since: new Date(since), seenAt: new Date(seenAt) })),
    elected: feedIds.includes(row.feed_id),
  }));
}

interface After {
  readonly vote: Date;
  readonly day: Date;
}

function ofEnclosures({ hostId, feedIds }: HostQuestion, after: After) {
  return sql<TestimonyRow>`
    WITH failing AS (
      SELECT DISTINCT e.feed_id, c.subject_id, c.since, c.seen_at FROM host_complaints c
      JOIN enclosures e ON e.media_id = c.subject_id AND e.vanished_at IS NULL
      WHERE c.host_id = ${hostId} AND c.kind = 'media' AND c.seen_at >= ${after.vote}
    ), voting AS (
      SELECT unnest(${feedIds}::bigint[]) AS feed_id
      UNION (SELECT DISTINCT feed_id FROM failing LIMIT ${complainingMax})
    )
    SELECT v.feed_id, p.publisher_ids, coalesce(l.was_healthy, false) AS was_healthy, l.heard_at,
      coalesce((SELECT jsonb_agg(jsonb_build_object('since', x.since, 'seenAt', x.seen_at))
        FROM failing x WHERE x.feed_id = v.feed_id), '[]') AS failing
    FROM voting v
    JOIN LATERAL (
      SELECT array_agg(DISTINCT s.publisher_id::text) AS publisher_ids FROM subscriptions s
      WHERE s.feed_id = v.feed_id AND s.ended_at IS NULL
    ) p ON p.publisher_ids IS NOT NULL
    LEFT JOIN LATERAL (
      SELECT max(n.probed_at) FILTER (WHERE n.heard AND n.probed_at >= ${after.vote}) AS heard_at,
        bool_or((n.heard AND n.probed_at >= ${after.day}) OR EXISTS (
          SELECT FROM probes h WHERE h.media_id = n.id AND h.at >= ${after.day}
            AND h.verdict IN ('healthy', 'degraded'))) AS was_healthy
      FROM (
        SELECT m.id, m.probed_at, m.verdict IN ('healthy', 'degraded') AS heard FROM enclosures e
        JOIN media_hosts w ON w.media_id = e.media_id AND w.host_id = ${hostId}
        JOIN media m ON m.id = e.media_id
        WHERE e.feed_id = v.feed_id AND e.vanished_at IS NULL
        ORDER BY coalesce(e.published_at, '-infinity') DESC, e.id DESC LIMIT ${looksMax}
      ) n
    ) l ON true`;
}

function ofDocuments({ hostId, feedIds }: HostQuestion, after: After) {
  return sql<TestimonyRow>`
    WITH failing AS (
      SELECT c.subject_id AS feed_id, c.since, c.seen_at FROM host_complaints c
      WHERE c.host_id = ${hostId} AND c.kind = 'feed' AND c.seen_at >= ${after.vote}
    ), voting AS (
      SELECT unnest(${feedIds}::bigint[]) AS feed_id
      UNION (SELECT feed_id FROM failing LIMIT ${complainingMax})
    )
    SELECT v.feed_id, p.publisher_ids, coalesce(f.ok_at >= ${after.day}, false) AS was_healthy,
      CASE WHEN f.verdict IN ('healthy', 'degraded') AND f.crawled_at >= ${after.vote} THEN f.crawled_at END AS heard_at,
      coalesce((SELECT jsonb_agg(jsonb_build_object('since', x.since, 'seenAt', x.seen_at))
        FROM failing x WHERE x.feed_id = v.feed_id), '[]') AS failing
    FROM voting v
    JOIN feeds f ON f.id = v.feed_id
    JOIN LATERAL (
      SELECT array_agg(DISTINCT s.publisher_id::text) AS publisher_ids FROM subscriptions s
      WHERE s.feed_id = v.feed_id AND s.ended_at IS NULL
    ) p ON p.publisher_ids IS NOT NULL`;
}
