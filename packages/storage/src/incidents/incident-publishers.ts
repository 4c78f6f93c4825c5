import type { AffectedScope, OutageMeter } from "@earshot/domain";
import { type Selectable, sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { toJson } from "../schema/json.ts";
import type { IncidentTables } from "./tables.ts";

/** What a publisher was told of an incident, and when. */
export interface ToldPublisher extends Selectable<IncidentTables["incident_publishers"]> {
  /** The state of the incident through which it hears of this one; null where it hears of it directly. */
  readonly via_state: IncidentTables["incidents"]["state"] | null;
}

/** The scope of a row `p` of incident_publishers: those of an older release named no endpoints. */
export const knownScope = sql<AffectedScope>`('{"endpoints": []}'::jsonb || p.scope)`;

/** The publishers that were told of an incident. */
export function readToldPublishers(db: Db, incidentId: string): Promise<readonly ToldPublisher[]> {
  return db
    .selectFrom("incident_publishers as p")
    .leftJoin("incidents as v", "v.id", "p.via_id")
    .selectAll("p")
    .select(["v.state as via_state", knownScope.as("scope")])
    .where("p.incident_id", "=", incidentId)
    .execute();
}

/** Records what a publisher is being told, for the first time or anew. */
export async function saveToldPublisher(
  tx: Db,
  told: {
    readonly incidentId: string;
    readonly publisherId: string;
    readonly scope: AffectedScope;
    readonly now: Date;
    /** The incident of its own feed through which it hears of this one. */
    readonly viaId?: string;
    /** True when it is not being told, for the sake of a maintenance window or a mute. */
    readonly isHeld?: boolean;
    /** From when its cost is counted, when it was not told before; left out where it is counted elsewhere. */
    readonly countedFrom?: Date;
  },
): Promise<void> {
  const isTold = told.viaId === undefined && told.isHeld !== true;
  const change = {
    via_id: told.viaId ?? null,
    // Once it was told of this one itself it knows it, whatever it hears through another or is kept from later.
    ...(isTold && { opened_told: true }),
    held_since: told.isHeld === true ? told.now : null,
    shows: told.scope.shows,
    episodes: told.scope.episodes,
    scope: toJson(told.scope),
    told_at: told.now,
    told_episodes: told.scope.episodes,
  };
  await tx
    .insertInto("incident_publishers")
    .values({
      incident_id: told.incidentId,
      publisher_id: told.publisherId,
      acknowledged_at: null,
      counted_until: told.countedFrom ?? null,
      opened_told: isTold,
      ...change,
    })
    .onConflict((conflict) => conflict.columns(["incident_id", "publisher_id"]).doUpdateSet(change))
    .execute();
}

/** Updates the counts shown to a publisher without telling it. */
export async function saveScope(
  tx: Db,
  current: { readonly incidentId: string; readonly publisherId: string; readonly scope: AffectedScope },
): Promise<void> {
  const { shows, episodes } = current.scope;
  await tx
    .updateTable("incident_publishers")
    .set({ shows, episodes, scope: toJson(current.scope) })
    .where("incident_id", "=", current.incidentId)
    .where("publisher_id", "=", current.publisherId)
    .execute();
}

/** Notes since when a relapse is kept from these publishers; null when nothing is any more. */
export async function saveHeldSince(
  tx: Db,
  incidentId: string,
  publisherIds: readonly string[],
  heldSince: Date | null,
): Promise<void> {
  if (publisherIds.length === 0) return;
  await tx
    .updateTable("incident_publishers")
    .set({ held_since: heldSince })
    .where("incident_id", "=", incidentId)
    .where("publisher_id", "in", publisherIds)
    .execute();
}

/** What an incident has cost a publisher, to be stored. */
export interface SavedMeter extends OutageMeter {
  readonly publisherId: string;
}

/** Stores what an incident has cost publishers, in one statement. */
export async function saveMeters(tx: Db, incidentId: string, meters: readonly SavedMeter[]): Promise<void> {
  if (meters.length === 0) return;
  await sql`
    UPDATE incident_publishers p
    SET episode_minutes = m."episodeMinutes", counted_until = m."countedUntil"
    FROM jsonb_to_recordset(${toJson(meters)}::jsonb)
      AS m("publisherId" uuid, "episodeMinutes" double precision, "countedUntil" timestamptz)
    WHERE p.incident_id = ${incidentId} AND p.publisher_id = m."publisherId"`.execute(tx);
}

/** Forgets who has acknowledged an incident: it has relapsed, and whoever saw the first outage may not know. */
export async function clearAcknowledgements(tx: Db, incidentId: string): Promise<void> {
  await tx
    .updateTable("incident_publishers")
    .set({ acknowledged_at: null })
    .where("incident_id", "=", incidentId)
    .where("acknowledged_at", "is not", null)
    .execute();
}
