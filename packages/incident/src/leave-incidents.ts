import { clearIncidentSubject, type Db, type IncidentSubject, readLiveSubjects } from "@earshot/storage";
import { endIncident, type IncidentEnd } from "./end-incident.ts";
import { lockIncidentsOf } from "./lock-incidents-of.ts";

/**
 * Takes a subject out of every live incident that it is a member of. An incident whose last member left is resolved
 * for the reason given, and everybody who was told of it is told so.
 */
export async function leaveIncidents(tx: Db, subject: IncidentSubject, end: IncidentEnd): Promise<void> {
  for (const incident of await lockIncidentsOf(tx, subject)) {
    await clearIncidentSubject(tx, incident.id, subject, end.now);
    if ((await readLiveSubjects(tx, incident.id)).length === 0) await endIncident(tx, incident.id, end);
  }
}
