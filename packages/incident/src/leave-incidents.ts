import type { ResolutionReason } from "@earshot/domain";
import {
  clearIncidentSubject,
  type Db,
  type IncidentSubject,
  readLiveSubjects,
  updateIncident,
} from "@earshot/storage";
import { lockIncidentsOf } from "./lock-incidents-of.ts";
import { tellAgain } from "./tell-again.ts";

/**
 * Takes a subject out of every live incident that it is a member of. An incident whose last member left is resolved
 * for the reason given, and everybody who was told of it is told so.
 */
export async function leaveIncidents(
  tx: Db,
  subject: IncidentSubject,
  end: { readonly reason: ResolutionReason; readonly now: Date },
): Promise<void> {
  const { reason, now } = end;
  for (const incident of await lockIncidentsOf(tx, subject)) {
    await clearIncidentSubject(tx, incident.id, subject, now);
    if ((await readLiveSubjects(tx, incident.id)).length > 0) continue;
    const change = { state: "resolved", resolvedAt: now, reason } as const;
    const resolved = await updateIncident(tx, incident.id, change, { kind: "told", now });
    await tellAgain(tx, resolved, now);
  }
}
