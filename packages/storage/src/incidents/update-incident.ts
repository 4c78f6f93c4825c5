import type { FaultCode, ResolutionReason, Severity } from "@earshot/domain";
import type { Db } from "../schema/database.ts";
import { toJson } from "../schema/json.ts";
import { noteStandingChange } from "../standings/note-standing-change.ts";
import type { IncidentRow } from "./incident-row.ts";
import type { ComplaintKind, IncidentEvidence, IncidentPlace } from "./tables.ts";

/** What of an incident changes; what is left out stays. */
export interface IncidentChange {
  readonly state?: IncidentRow["state"];
  readonly severity?: Severity;
  readonly codes?: readonly FaultCode[];
  readonly place?: IncidentPlace;
  readonly evidence?: IncidentEvidence;
  readonly resolvedAt?: Date | null;
  readonly reason?: ResolutionReason | null;
  readonly relapse?: number;
  readonly hostId?: number | null;
  readonly blamedFor?: ComplaintKind | null;
  readonly parentId?: string | null;
  readonly scopedAt?: Date;
}

/** How an update counts: `told` raises the sequence, since receivers will hear of it; `quiet` does not. */
export type UpdateKind = "told" | "quiet";

/** Changes an incident and gives it as it is then. */
export async function updateIncident(
  tx: Db,
  id: string,
  change: IncidentChange,
  as: { readonly kind: UpdateKind; readonly now: Date },
): Promise<IncidentRow> {
  const { state, severity, codes, place, evidence, resolvedAt, reason, relapse } = change;
  const { hostId, blamedFor, parentId, scopedAt } = change;
  if (state !== undefined || hostId !== undefined || blamedFor !== undefined)
    await noteBlamed(tx, id, hostId ?? null);
  return tx
    .updateTable("incidents")
    .set((eb) => ({
      updated_at: as.now,
      ...(as.kind === "told" && { sequence: eb("sequence", "+", 1) }),
      ...(state !== undefined && { state }),
      ...(severity !== undefined && { severity }),
      ...(codes !== undefined && { codes: [...codes] }),
      ...(place !== undefined && { place: toJson(place) }),
      ...(evidence !== undefined && { evidence: toJson(evidence) }),
      ...(resolvedAt !== undefined && { resolved_at: resolvedAt }),
      ...(reason !== undefined && { reason }),
      ...(relapse !== undefined && { relapse }),
      ...(hostId !== undefined && { host_id: hostId }),
      ...(blamedFor !== undefined && { blamed_for: blamedFor }),
      ...(parentId !== undefined && { parent_id: parentId }),
      ...(scopedAt !== undefined && { scoped_at: scopedAt }),
    }))
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Feeds stand otherwise when a host is blamed, and when it is blamed no more. */
async function noteBlamed(tx: Db, incidentId: string, next: number | null): Promise<void> {
  const before = await tx
    .selectFrom("incidents")
    .select("host_id")
    .where("id", "=", incidentId)
    .executeTakeFirst();
  const hostIds = [before?.host_id ?? null, next].filter((hostId) => hostId !== null);
  await noteStandingChange(tx, "host", hostIds);
}
