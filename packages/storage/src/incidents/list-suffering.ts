import { sql } from "kysely";
import { type Enclosure, enclosureColumns } from "../enclosures/enclosure.ts";
import type { Db } from "../schema/database.ts";

/** An enclosure that an incident touches, with the publisher's own feed that carries it. */
export interface SufferingEnclosure extends Enclosure {
  readonly subscriptionId: string;
  readonly show: string | null;
}

/** Whose enclosures, of which incident; `after` is an enclosure's id. */
export interface SufferingListing {
  readonly incidentId: string;
  readonly publisherId: string;
  readonly limit: number;
  readonly after?: number | undefined;
}

/**
 * One page of a publisher's own enclosures that an incident touches, or did while it lasted: those that are members of
 * it, and those whose way crosses a member or the host that is blamed. Feed by feed, newest episode first; a page reads
 * no more feeds than it shows.
 */
export async function listSuffering(db: Db, input: SufferingListing): Promise<readonly SufferingEnclosure[]> {
  const { hostIds, mediaIds } = await readMembers(db, input.incidentId);
  if (hostIds.length === 0 && mediaIds.length === 0) return [];
  const { rows } = await sql<SufferingEnclosure>`
    SELECT ${enclosureColumns}, s.id AS "subscriptionId", f.title AS show
    FROM subscriptions s JOIN feeds f ON f.id = s.feed_id
    JOIN enclosures e ON e.feed_id = s.feed_id AND e.vanished_at IS NULL
    JOIN media m ON m.id = e.media_id
    WHERE s.publisher_id = ${input.publisherId} AND s.ended_at IS NULL
      AND (s.feed_id IN (SELECT d.feed_id FROM feed_hosts d WHERE d.host_id = ANY(${hostIds}::bigint[]))
        OR s.feed_id IN (SELECT c.feed_id FROM enclosures c WHERE c.media_id = ANY(${mediaIds}::bigint[])))
      AND (e.media_id = ANY(${mediaIds}::bigint[]) OR EXISTS (
        SELECT FROM media_hosts w WHERE w.media_id = e.media_id AND w.host_id = ANY(${hostIds}::bigint[])))
      AND ${input.after === undefined ? sql`true` : comesAfter(input.after, input.publisherId)}
    ORDER BY s.id DESC, coalesce(e.published_at, '-infinity') DESC, e.id DESC LIMIT ${input.limit}`.execute(
    db,
  );
  return rows;
}

function comesAfter(enclosureId: number, publisherId: string) {
  return sql`(s.id, coalesce(e.published_at, '-infinity'), e.id) < (
    SELECT o.id, coalesce(a.published_at, '-infinity'), a.id
    FROM enclosures a JOIN subscriptions o ON o.feed_id = a.feed_id AND o.ended_at IS NULL
    WHERE a.id = ${enclosureId} AND o.publisher_id = ${publisherId})`;
}

/** The hosts and media that an incident is or was about. */
async function readMembers(
  db: Db,
  incidentId: string,
): Promise<{ readonly hostIds: readonly number[]; readonly mediaIds: readonly number[] }> {
  const { rows } = await sql<{ kind: "host" | "media"; id: number }>`
    SELECT kind, subject_id AS id FROM incident_subjects
    WHERE incident_id = ${incidentId} AND kind IN ('host', 'media')
    UNION
    SELECT 'host', host_id FROM incidents
    WHERE id = ${incidentId} AND host_id IS NOT NULL AND blamed_for IS DISTINCT FROM 'feed'`.execute(db);
  const idsOf = (kind: string) => rows.filter((row) => row.kind === kind).map(({ id }) => id);
  return { hostIds: idsOf("host"), mediaIds: idsOf("media") };
}
