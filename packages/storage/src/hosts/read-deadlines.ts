import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { isHostOf } from "./list-hosts.ts";

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
}

/** Which deadlines: after `from` up to `until`, of one publisher's hosts, or of all when `publisherId` is null. */
export interface DeadlineQuestion {
  readonly publisherId: string | null;
  readonly from: Date;
  readonly until: Date;
  readonly limit: number;
}

/** The hosts that stop working by `until` if nobody renews their certificates, soonest first. */
export async function readDeadlines(db: Db, input: DeadlineQuestion): Promise<readonly Deadline[]> {
  const owner = input.publisherId === null ? sql`true` : sql`s.publisher_id = ${input.publisherId}`;
  const { rows } = await sql<Deadline>`
    WITH ending AS (
      SELECT h.id, h.hostname, h.port, h.expires_at, h.leaf_fingerprint FROM hosts h
      WHERE h.expires_at > ${input.from} AND h.expires_at <= ${input.until} AND ${isHostOf(input.publisherId)}
      ORDER BY h.expires_at, h.id LIMIT ${input.limit}
    )
    SELECT h.id AS "hostId", h.hostname, h.port, h.expires_at AS "expiresAt",
      h.leaf_fingerprint AS "leafFingerprint", c.shows, c.episodes
    FROM ending h CROSS JOIN LATERAL (
      SELECT count(DISTINCT e.feed_id) AS shows, count(DISTINCT (e.feed_id, e.guid_hash)) AS episodes
      FROM media_hosts w JOIN enclosures e ON e.media_id = w.media_id AND e.vanished_at IS NULL
      WHERE w.host_id = h.id AND EXISTS (
        SELECT FROM subscriptions s WHERE s.feed_id = e.feed_id AND s.ended_at IS NULL AND ${owner})
    ) c
    ORDER BY h.expires_at, h.id`.execute(db);
  return rows;
}
