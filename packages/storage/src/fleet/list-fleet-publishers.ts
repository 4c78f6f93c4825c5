import { sql } from "kysely";
import type { Publisher } from "../publishers/create-publisher.ts";
import { containing } from "../schema/containing.ts";
import type { Db } from "../schema/database.ts";
import type { Page } from "../schema/page.ts";

/** An account with what it has. */
export interface FleetPublisher extends Publisher {
  readonly feeds: number;
  /** Webhooks and e-mail addresses that receive notices. */
  readonly endpoints: number;
  /** Of those, what was switched off, by its publisher or after too many failures. */
  readonly endpointsDisabled: number;
  readonly incidentsOpen: number;
  /** The last use of any of its keys, kept to the minute. */
  readonly lastSeenAt: Date | null;
}

/** Which accounts to list, newest first; `search` is part of the name or e-mail address. */
export interface FleetPublisherListing extends Page {
  readonly search?: string | undefined;
}

/** One page of all accounts, for ops. */
export async function listFleetPublishers(
  db: Db,
  listing: FleetPublisherListing,
): Promise<readonly FleetPublisher[]> {
  const { search, after, limit } = listing;
  const pattern = search === undefined ? "" : containing(search);
  const { rows } = await sql<FleetPublisher>`
    SELECT p.id, p.name, p.email, p.created_at AS "createdAt",
      (SELECT count(*) FROM subscriptions s WHERE s.publisher_id = p.id AND s.ended_at IS NULL) AS feeds,
      e.total AS endpoints, e.disabled AS "endpointsDisabled",
      (SELECT count(*) FROM incident_publishers t JOIN incidents i ON i.id = t.incident_id
        WHERE t.publisher_id = p.id AND i.state <> 'resolved' AND i.drill_ends_at IS NULL) AS "incidentsOpen",
      (SELECT max(k.last_used_at) FROM api_keys k WHERE k.publisher_id = p.id) AS "lastSeenAt"
    FROM publishers p CROSS JOIN LATERAL (
      SELECT count(*) AS total, count(*) FILTER (WHERE NOT n.enabled) AS disabled
      FROM endpoints n WHERE n.publisher_id = p.id AND n.deleted_at IS NULL
    ) e
    WHERE ${after === undefined ? sql`true` : sql`p.id < ${after}`}
      AND ${search === undefined ? sql`true` : sql`(p.name ILIKE ${pattern} OR p.email ILIKE ${pattern})`}
    ORDER BY p.id DESC LIMIT ${limit}`.execute(db);
  return rows;
}
