import type { AffectedScope } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import type { IncidentRow } from "./incident-row.ts";

/** An incident as one publisher (or ops, who sees all) may see it. */
export interface IncidentView {
  readonly incident: IncidentRow;
  /** The publisher's own part; for ops the sum over all publishers, without samples. */
  readonly scope: AffectedScope;
  readonly acknowledgedAt: Date | null;
}

/** Which incidents to list, newest first. */
export interface IncidentListing {
  /** The publisher whose incidents are listed; null lists all, for ops. */
  readonly publisherId: string | null;
  readonly state?: "open" | "resolved" | undefined;
  /** The incident id after which the page begins; ids are UUID v7, so their order is that of opening. */
  readonly after?: string | undefined;
  readonly limit: number;
}

type ViewRow = IncidentRow & {
  readonly shows: number;
  readonly episodes: number;
  readonly samples: AffectedScope["samples"];
  readonly acknowledged_at: Date | null;
};

/** One page of incidents, newest first. */
export async function listIncidents(db: Db, listing: IncidentListing): Promise<readonly IncidentView[]> {
  const { publisherId, state, after, limit } = listing;
  const { rows } = await sql<ViewRow>`
    SELECT i.*, ${scopeColumns(publisherId)}
    FROM incidents i ${scopeJoin(publisherId)}
    WHERE ${state === undefined ? sql`true` : state === "open" ? sql`i.state <> 'resolved'` : sql`i.state = 'resolved'`}
      AND ${after === undefined ? sql`true` : sql`i.id < ${after}`}
    ORDER BY i.id DESC LIMIT ${limit}`.execute(db);
  return rows.map(viewOf);
}

/** One incident, or undefined when there is none or the publisher may not see it. */
export async function readIncident(
  db: Db,
  id: string,
  publisherId: string | null,
): Promise<IncidentView | undefined> {
  const { rows } = await sql<ViewRow>`
    SELECT i.*, ${scopeColumns(publisherId)}
    FROM incidents i ${scopeJoin(publisherId)} WHERE i.id = ${id}`.execute(db);
  return rows.map(viewOf)[0];
}

/** Marks an incident as seen by a publisher; false when it may not see it. The first acknowledgement stands. */
export async function acknowledgeIncident(
  db: Db,
  by: { readonly incidentId: string; readonly publisherId: string; readonly now: Date },
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE incident_publishers SET acknowledged_at = coalesce(acknowledged_at, ${by.now})
    WHERE incident_id = ${by.incidentId} AND publisher_id = ${by.publisherId} RETURNING 1`.execute(db);
  return rows.length > 0;
}

function scopeColumns(publisherId: string | null) {
  return publisherId === null
    ? sql`scope.shows, scope.episodes, '[]'::jsonb AS samples, NULL::timestamptz AS acknowledged_at`
    : sql`scope.shows, scope.episodes, scope.scope -> 'samples' AS samples, scope.acknowledged_at`;
}

/** Each incident's scope: of one publisher (which hides incidents that are not its own), or summed over all. */
function scopeJoin(publisherId: string | null) {
  return publisherId === null
    ? sql`CROSS JOIN LATERAL (
        SELECT coalesce(sum(shows), 0)::int AS shows, coalesce(sum(episodes), 0)::int AS episodes
        FROM incident_publishers p WHERE p.incident_id = i.id) scope`
    : sql`JOIN incident_publishers scope ON scope.incident_id = i.id AND scope.publisher_id = ${publisherId}`;
}

function viewOf({ shows, episodes, samples, acknowledged_at, ...incident }: ViewRow): IncidentView {
  return { incident, scope: { shows, episodes, samples }, acknowledgedAt: acknowledged_at };
}
