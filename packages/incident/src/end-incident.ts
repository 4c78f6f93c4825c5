import type { ResolutionReason } from "@earshot/domain";
import {
  clearIncidentSubject,
  type Db,
  readChildIncidents,
  readLiveSubjects,
  updateIncident,
  wakeUnheard,
} from "@earshot/storage";
import { closeCost } from "./count-cost.ts";
import { lockIncidentKeys } from "./lock-incident-keys.ts";
import { tellAgain } from "./tell-again.ts";

/** Why and when an incident ends. */
export interface IncidentEnd {
  readonly reason: ResolutionReason;
  readonly now: Date;
}

/**
 * Resolves an incident, with whatever members it still has, and tells everybody who was told of it. Its children end
 * with it, but for those that have a trouble of their own again. What was not heard while a host was blamed is looked
 * at again, as the host's rate allows.
 */
export async function endIncident(tx: Db, incidentId: string, { reason, now }: IncidentEnd): Promise<void> {
  for (const subject of await readLiveSubjects(tx, incidentId)) {
    await clearIncidentSubject(tx, incidentId, subject, now);
  }
  const change = { state: "resolved", resolvedAt: now, reason } as const;
  const resolved = await updateIncident(tx, incidentId, change, { kind: "told", now });
  await closeCost(tx, resolved, now);
  await tellAgain(tx, resolved, now);
  const children = await readChildIncidents(tx, incidentId);
  await lockIncidentKeys(
    tx,
    children.map(({ key }) => key),
  );
  for (const child of children) {
    if ((await readLiveSubjects(tx, child.id)).length === 0) await endIncident(tx, child.id, { reason, now });
    else await updateIncident(tx, child.id, { parentId: null }, { kind: "quiet", now });
  }
  if (resolved.host_id !== null && resolved.blamed_for !== "feed")
    await wakeUnheard(tx, resolved.host_id, now);
}
