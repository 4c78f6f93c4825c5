import type { ResolutionReason } from "@earshot/domain";
import { clearIncidentSubject, type Db, readLiveSubjects, updateIncident } from "@earshot/storage";
import { tellAgain } from "./tell-again.ts";

/** Why and when an incident ends. */
export interface IncidentEnd {
  readonly reason: ResolutionReason;
  readonly now: Date;
}

/** Resolves an incident, with whatever members it still has, and tells everybody who was told of it. */
export async function endIncident(tx: Db, incidentId: string, { reason, now }: IncidentEnd): Promise<void> {
  for (const subject of await readLiveSubjects(tx, incidentId)) {
    await clearIncidentSubject(tx, incidentId, subject, now);
  }
  const change = { state: "resolved", resolvedAt: now, reason } as const;
  const resolved = await updateIncident(tx, incidentId, change, { kind: "told", now });
  await tellAgain(tx, resolved, now);
}
