import { randomUUIDv7 } from "node:crypto";
import type { FaultCode, IncidentKey, Severity } from "@earshot/domain";
import type { Db } from "../schema/database.ts";
import { toJson } from "../schema/json.ts";
import { noteStandingChange } from "../standings/note-standing-change.ts";
import type { IncidentRow } from "./incident-row.ts";
import type { ComplaintKind, IncidentEvidence, IncidentPlace } from "./tables.ts";

/** A new incident. */
export interface NewIncident {
  readonly key: string;
  readonly kind: IncidentKey["kind"];
  readonly severity: Severity;
  readonly codes: readonly FaultCode[];
  readonly place: IncidentPlace;
  readonly evidence: IncidentEvidence;
  readonly since: Date;
  readonly now: Date;
  /** When it ends by itself, of a drill. */
  readonly drillEndsAt?: Date;
  /** The host that is blamed for what fails on it, and for what; left out where nothing was escalated. */
  readonly blamed?: { readonly hostId: number; readonly blamedFor: ComplaintKind };
}

/** Opens an incident with sequence 1. The caller holds the key's lock and has seen that none is live. */
export async function openIncident(tx: Db, incident: NewIncident): Promise<IncidentRow> {
  const { blamed } = incident;
  if (blamed !== undefined) await noteStandingChange(tx, "host", [blamed.hostId]);
  return tx
    .insertInto("incidents")
    .values({
      id: randomUUIDv7(),
      key: incident.key,
      kind: incident.kind,
      state: "open",
      severity: incident.severity,
      codes: [...incident.codes],
      place: toJson(incident.place),
      evidence: toJson(incident.evidence),
      since: incident.since,
      opened_at: incident.now,
      updated_at: incident.now,
      resolved_at: null,
      reason: null,
      relapse: 0,
      sequence: 1,
      host_id: blamed?.hostId ?? null,
      blamed_for: blamed?.blamedFor ?? null,
      drill_ends_at: incident.drillEndsAt ?? null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}
