import { type AffectedScope, type FailingPlace, placeFor } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { knownScope } from "./incident-publishers.ts";
import type { IncidentRow } from "./incident-row.ts";
import type { IncidentEvidence } from "./tables.ts";

/** An incident as one publisher (or ops, who sees all) may see it. */
export interface IncidentView {
  readonly incident: IncidentRow;
  /**
   * The publisher's own part; for ops the sum over all publishers, with samples of one's own feeds only, and webhook
   * endpoints of those whom it touches by nothing else.
   */
  readonly scope: AffectedScope;
  readonly acknowledgedAt: Date | null;
  /** Since when a maintenance window or a mute keeps something of it from the viewer's account. */
  readonly withheldSince: Date | null;
  /** What it has cost the publisher so far, in minutes of episodes; for ops the sum over all publishers. */
  readonly episodeMinutes: number;
}

/** Who looks at incidents. */
export interface IncidentViewer {
  /** The publisher whose incidents are shown; null shows all, for ops. */
  readonly publisherId: string | null;
  /** Whose samples and acknowledgement ops see: those of their own account. */
  readonly ownId: string;
}

/** Which incidents to list, newest first. */
export interface IncidentListing extends IncidentViewer {
  readonly state?: "open" | "resolved" | undefined;
  /** Only those that this host is or was a member of, or blamed for. */
  readonly hostId?: number | undefined;
  /** The incident id after which the page begins; ids are UUID v7, so their order is that of opening. */
  readonly after?: string | undefined;
  readonly limit: number;
}

const endpointsMax = 5;

type ViewRow = IncidentRow & {
  readonly shows: number;
  readonly episodes: number;
  readonly samples: AffectedScope["samples"];
  readonly endpoints: AffectedScope["endpoints"];
  readonly acknowledged_at: Date | null;
  readonly held_since: Date | null;
  readonly episode_minutes: number;
};

/** One page of incidents, newest first. */
export async function listIncidents(db: Db, listing: IncidentListing): Promise<readonly IncidentView[]> {
  const { state, hostId, after, limit } = listing;
  const { rows } = await sql<ViewRow>`
    SELECT i.*, ${scopeColumns}
    FROM incidents i ${scopeJoin(listing)}
    WHERE ${state === undefined ? sql`true` : state === "open" ? sql`i.state <> 'resolved'` : sql`i.state = 'resolved'`}
      AND ${after === undefined ? sql`true` : sql`i.id < ${after}`}
      AND ${hostId === undefined ? sql`true` : isAboutHost(hostId)}
    ORDER BY i.id DESC LIMIT ${limit}`.execute(db);
  return rows.map((row) => viewOf(row, listing));
}

/** One incident, or undefined when there is none or the publisher may not see it. */
export async function readIncident(
  db: Db,
  id: string,
  viewer: IncidentViewer,
): Promise<IncidentView | undefined> {
  const { rows } = await sql<ViewRow>`
    SELECT i.*, ${scopeColumns}
    FROM incidents i ${scopeJoin(viewer)} WHERE i.id = ${id}`.execute(db);
  return rows.map((row) => viewOf(row, viewer))[0];
}

/**
 * Marks an incident as seen by a publisher, and with it the parent or child that it is the same trouble as; false when
 * it may not see it. The first acknowledgement stands, until a relapse.
 */
export async function acknowledgeIncident(
  db: Db,
  by: { readonly incidentId: string; readonly publisherId: string; readonly now: Date },
): Promise<boolean> {
  const { rows } = await sql<{ incident_id: string }>`
    UPDATE incident_publishers SET acknowledged_at = coalesce(acknowledged_at, ${by.now})
    WHERE publisher_id = ${by.publisherId} AND (incident_id = ${by.incidentId} OR via_id = ${by.incidentId}
      OR incident_id IN (SELECT id FROM incidents WHERE parent_id = ${by.incidentId}))
    RETURNING incident_id`.execute(db);
  return rows.some((row) => row.incident_id === by.incidentId);
}

/** An array, so that the few are looked up by their ids instead of going through all that there are. */
function isAboutHost(hostId: number) {
  return sql`i.id = ANY(ARRAY(
    SELECT incident_id FROM incident_subjects WHERE kind = 'host' AND subject_id = ${hostId}
    UNION SELECT id FROM incidents WHERE host_id = ${hostId}))`;
}

const scopeColumns = sql`scope.shows, scope.episodes, scope.samples, scope.endpoints, scope.acknowledged_at, scope.held_since, scope.episode_minutes`;

/** Each incident's scope: of one publisher (which hides incidents that are not its own), or summed over all. */
function scopeJoin({ publisherId, ownId }: IncidentViewer) {
  const own = sql`SELECT p.shows, p.episodes, p.scope -> 'samples' AS samples, ${knownScope} -> 'endpoints' AS endpoints,
    p.acknowledged_at, p.held_since, p.episode_minutes
    FROM incident_publishers p WHERE p.incident_id = i.id`;
  if (publisherId !== null)
    return sql`JOIN LATERAL (${own} AND p.publisher_id = ${publisherId}) scope ON true`;
  return sql`CROSS JOIN LATERAL (
    SELECT coalesce(sum(a.shows), 0)::int AS shows, coalesce(sum(a.episodes), 0)::int AS episodes,
      coalesce(sum(a.episode_minutes), 0) AS episode_minutes,
      coalesce((SELECT o.samples FROM (${own} AND p.publisher_id = ${ownId}) o), '[]'::jsonb) AS samples,
      coalesce((SELECT jsonb_agg(e) FROM (
        SELECT e FROM incident_publishers o CROSS JOIN LATERAL jsonb_array_elements(o.scope -> 'endpoints') AS e
        WHERE o.incident_id = i.id AND o.shows = 0 LIMIT ${endpointsMax}) touched), '[]'::jsonb) AS endpoints,
      (SELECT o.acknowledged_at FROM (${own} AND p.publisher_id = ${ownId}) o) AS acknowledged_at,
      (SELECT o.held_since FROM (${own} AND p.publisher_id = ${ownId}) o) AS held_since
    FROM incident_publishers a WHERE a.incident_id = i.id) scope`;
}

function viewOf(row: ViewRow, { publisherId }: IncidentViewer): IncidentView {
  const { shows, episodes, samples, endpoints, acknowledged_at, held_since, episode_minutes, ...incident } =
    row;
  const place = placeFor(incident.place, publisherId === null ? null : endpoints);
  return {
    incident: { ...incident, place, evidence: evidenceAt(place, incident) },
    scope: { shows, episodes, samples, endpoints },
    acknowledgedAt: acknowledged_at,
    withheldSince: held_since,
    episodeMinutes: episode_minutes,
  };
}

/** Looks at a host that the viewer may not know of are left out. */
function evidenceAt({ failing }: FailingPlace, { place, evidence }: IncidentRow): IncidentEvidence {
  const hidden = place.failing.filter(
    ({ host, port }) => !failing.some((hop) => hop.host === host && hop.port === port),
  );
  const isAtHidden = (look: unknown) =>
    hidden.some(
      ({ host, port }) =>
        typeof look === "object" &&
        look !== null &&
        "hostname" in look &&
        "port" in look &&
        look.hostname === host &&
        look.port === port,
    );
  const shown = (look: unknown) => (isAtHidden(look) ? null : look);
  return { first: shown(evidence.first), latest: shown(evidence.latest) };
}
