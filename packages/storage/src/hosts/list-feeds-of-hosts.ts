import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** A feed, as its publisher knows it, that depends on a host. */
export interface HostFeed {
  readonly hostId: number;
  /** The subscription's id. */
  readonly id: string;
  readonly title: string | null;
}

/** Up to `perHost`, those known longest first, of a publisher's feeds (of everybody's when null, for ops) that depend on each of the hosts. */
export async function listFeedsOfHosts(
  db: Db,
  input: {
    readonly publisherId: string | null;
    readonly hostIds: readonly number[];
    readonly perHost: number;
  },
): Promise<readonly HostFeed[]> {
  const owner = input.publisherId === null ? sql`true` : sql`s.publisher_id = ${input.publisherId}`;
  const { rows } = await sql<HostFeed>`
    SELECT h.id AS "hostId", x.id, f.title
    FROM unnest(${input.hostIds}::bigint[]) WITH ORDINALITY AS h(id, place) CROSS JOIN LATERAL (
      SELECT s.id, s.feed_id FROM feed_hosts d
      JOIN subscriptions s ON s.feed_id = d.feed_id AND s.ended_at IS NULL AND ${owner}
      WHERE d.host_id = h.id ORDER BY d.feed_id, s.id LIMIT ${input.perHost}
    ) x JOIN feeds f ON f.id = x.feed_id ORDER BY h.place, x.feed_id, x.id`.execute(db);
  return rows;
}
