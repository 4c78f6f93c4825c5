import { type Db, type IncidentRow, type IncidentSubject, readIncidentsOfSubject } from "@earshot/storage";
import { lockIncidentKeys } from "./lock-incident-keys.ts";

/** Locks every incident that the subject is a member of, in one order for everybody, and gives them. */
export async function lockIncidentsOf(tx: Db, subject: IncidentSubject): Promise<readonly IncidentRow[]> {
  const before = await readIncidentsOfSubject(tx, subject);
  await lockIncidentKeys(
    tx,
    before.map(({ key }) => key),
  );
  return readIncidentsOfSubject(tx, subject);
}
