import {
  clearIncidentSubject,
  type Db,
  type IncidentRow,
  type IncidentSubject,
  readLiveSubjects,
} from "@earshot/storage";
import { endIncident, type IncidentEnd } from "./end-incident.ts";
import { lockIncidentsOf } from "./lock-incidents-of.ts";

/**
 * Takes a subject out of every live incident that it is a member of. An incident whose last member left is resolved
 * for the reason given, and everybody who was told of it is told so.
 */
export async function leaveIncidents(tx: Db, subject: IncidentSubject, end: IncidentEnd): Promise<void> {
  for (const incident of await lockIncidentsOf(tx, subject)) {
    await clearIncidentSubject(tx, incident.id, subject, end.now);
    await endIfEmpty(tx, incident, end);
  }
}

/** Ends an incident that has no member any more, unless it is a part of another, with which it ends. */
export async function endIfEmpty(tx: Db, incident: IncidentRow, end: IncidentEnd): Promise<void> {
  if (incident.parent_id !== null) return;
  if ((await readLiveSubjects(tx, incident.id)).length === 0) await endIncident(tx, incident.id, end);
}
