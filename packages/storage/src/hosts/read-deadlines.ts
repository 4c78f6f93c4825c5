import { sql } from "kysely";
import { episodesBehindHost } from "../feeds/save-feed-hosts.ts";
import type { Db } from "../schema/database.ts";
import { isInPageOf } from "./list-hosts.ts";

/** A host whose certificate ends, and what hangs on it. */
export interface Deadline {
  readonly hostId: number;
  readonly hostname: string;
  readonly port: number;
  readonly expiresAt: Date;
  readonly leafFingerprint: string | null;
  /** The publisher's own shows and episodes whose way crosses it; of everybody's for ops. */
  readonly shows: number;
  readonly episodes: number;
  /** The publisher's own webhook endpoints there; of everybody's for ops. */
  readonly endpoints: number;
}

/**
 * Which deadlines: after `from` up to `until`, of one publisher's hosts, or of all when `publisherId` is null. They go on
 * behind `after`, the last one of the page before.
 */
export interface DeadlineQuestion {
  readonly publisherId: string | null;
  readonly from: Date;
  readonly until: Date;
  readonly limit: number;
  readonly after?: Pick<Deadline, "expiresAt" | "hostId"> | undefined;
}

/** The hosts that stop working by `until` if nobody renews their certificates, soonest first. */
export async function readDeadlines(db: Db, input: DeadlineQuestion): Promise<readonly Deadline[]> {
  const { publisherId, after } = input;
  const owner = publisherId === null ? sql`true` : sql`s.publisher_id = ${publisherId}`;
  const endpointOwner = publisherId === null ? sql`true` : sql`e.publisher_id = ${publisherId}`;
  const behind = after && sql`AND (h.expires_at, h.id) > (${after.expiresAt}, ${after.hostId})`;
  const page = {
    passing: sql`h.expires_at > ${input.from} AND h.expires_at <= ${input.until} ${behind ?? sql``}`,
    order: sql`h.expires_at, h.id`,
    limit: input.limit,
  };
  const { rows } = await sql<Deadline>`
    WITH ending AS (
      SELECT h.id, h.hostname, h.port, h.expires_at, h.leaf_fingerprint FROM hosts h
      WHERE ${isInPageOf(publisherId, page)} ORDER BY h.expires_at, h.id LIMIT ${input.limit}
    )
    SELECT h.id AS "hostId", h.hostname, h.port, h.expires_at AS "expiresAt",
      h.leaf_fingerprint AS "leafFingerprint", c.shows, c.episodes, (
        SELECT count(*) FROM endpoints e
        WHERE e.host_id = h.id AND e.deleted_at IS NULL AND ${endpointOwner}) AS endpoints
    FROM ending h CROSS JOIN LATERAL (
      SELECT count(*) AS shows, coalesce(sum(x.episodes), 0)::bigint AS episodes
      FROM feed_hosts d CROSS JOIN LATERAL (SELECT coalesce(d.episodes, ${episodesBehindHost}) AS episodes) x
      WHERE d.host_id = h.id AND x.episodes > 0 AND EXISTS (
        SELECT FROM subscriptions s WHERE s.feed_id = d.feed_id AND s.ended_at IS NULL AND ${owner})
    ) c
    ORDER BY h.expires_at, h.id`.execute(db);
  return rows;
}
