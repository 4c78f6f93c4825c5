import {
  type Db,
  type IncidentRow,
  type IncidentSubject,
  lockIncidentKey,
  readIncidentsOfSubject,
} from "@earshot/storage";

/** Locks every incident that the subject is a member of, in one order for everybody, and gives them. */
export async function lockIncidentsOf(tx: Db, subject: IncidentSubject): Promise<readonly IncidentRow[]> {
  const before = await readIncidentsOfSubject(tx, subject);
  for (const key of before.map((incident) => incident.key).sort()) await lockIncidentKey(tx, key);
  return readIncidentsOfSubject(tx, subject);
}
