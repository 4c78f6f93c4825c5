import { sql } from "kysely";
import { type Subscription, subscriptionColumns } from "../feeds/subscription.ts";
import type { Db } from "../schema/database.ts";

/** One period in which a feed or what it needs was impaired, without what tells where. */
export interface PublicIncident {
  readonly kind: "certificate" | "host" | "feed";
  readonly since: Date;
  readonly resolvedAt: Date | null;
}

/** How a feed stands, as its publisher lets anybody see it. */
export interface PublicStatus {
  readonly subscription: Subscription;
  /** Those that touch it, latest first. */
  readonly incidents: readonly PublicIncident[];
}

/** Which status: of the feed with a subscription's id, with incidents since an instant, `limit` at most. */
export interface PublicStatusQuestion {
  readonly id: string;
  readonly since: Date;
  readonly limit: number;
}

/** How a feed stands; undefined when there is none such, or its publisher shows it to nobody. */
export async function readPublicStatus(
  db: Db,
  input: PublicStatusQuestion,
): Promise<PublicStatus | undefined> {
  const { rows } = await sql<Subscription>`
    SELECT ${subscriptionColumns} FROM subscriptions s JOIN feeds f ON f.id = s.feed_id
    WHERE s.id = ${input.id} AND s.ended_at IS NULL AND s.public_status`.execute(db);
  const [subscription] = rows;
  if (subscription === undefined) return undefined;
  const { feedId, publisherId } = subscription;
  const incidents = await sql<PublicIncident>`
    WITH touching AS (
      SELECT t.incident_id FROM incident_subjects t WHERE t.kind = 'feed' AND t.subject_id = ${feedId}
      UNION
      SELECT t.incident_id FROM feed_hosts d
      JOIN incident_subjects t ON t.kind = 'host' AND t.subject_id = d.host_id WHERE d.feed_id = ${feedId}
      UNION
      SELECT t.incident_id FROM enclosures e
      JOIN incident_subjects t ON t.kind = 'media' AND t.subject_id = e.media_id WHERE e.feed_id = ${feedId}
    )
    SELECT i.kind, i.since, i.resolved_at AS "resolvedAt"
    FROM touching x JOIN incidents i ON i.id = x.incident_id
    JOIN incident_publishers p ON p.incident_id = i.id AND p.publisher_id = ${publisherId}
    WHERE i.resolved_at IS NULL OR i.resolved_at >= ${input.since}
    ORDER BY i.since DESC, i.id DESC LIMIT ${input.limit}`.execute(db);
  return { subscription, incidents: incidents.rows };
}
