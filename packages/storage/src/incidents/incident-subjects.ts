import type { Db } from "../schema/database.ts";
import type { IncidentRow } from "./incident-row.ts";
import type { SubjectKind } from "./tables.ts";

/** A host, media or feed by its id. */
export interface IncidentSubject {
  readonly kind: SubjectKind;
  readonly id: number;
}

/** Makes a subject a member of an incident, again if it had been cleared. */
export async function addIncidentSubject(
  tx: Db,
  incidentId: string,
  subject: IncidentSubject,
  now: Date,
): Promise<void> {
  await tx
    .insertInto("incident_subjects")
    .values({
      incident_id: incidentId,
      kind: subject.kind,
      subject_id: subject.id,
      joined_at: now,
      good_since: null,
      cleared_at: null,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["incident_id", "kind", "subject_id"])
        .doUpdateSet({ good_since: null, cleared_at: null }),
    )
    .execute();
}

/** Marks a member of an incident as cleared. */
export async function clearIncidentSubject(
  tx: Db,
  incidentId: string,
  subject: IncidentSubject,
  now: Date,
): Promise<void> {
  await updateSubject(tx, incidentId, subject).set({ cleared_at: now }).execute();
}

/** Notes since when a member has been good without being believed yet; null when it is bad. */
export async function saveGoodSince(
  tx: Db,
  incidentId: string,
  subject: IncidentSubject,
  goodSince: Date | null,
): Promise<void> {
  await updateSubject(tx, incidentId, subject).set({ good_since: goodSince }).execute();
}

function updateSubject(tx: Db, incidentId: string, subject: IncidentSubject) {
  return tx
    .updateTable("incident_subjects")
    .where("incident_id", "=", incidentId)
    .where("kind", "=", subject.kind)
    .where("subject_id", "=", subject.id);
}

/** The live incidents that a subject is a member of. */
export async function readIncidentsOfSubject(
  db: Db,
  subject: IncidentSubject,
): Promise<readonly IncidentRow[]> {
  return db
    .selectFrom("incident_subjects as s")
    .innerJoin("incidents as i", "i.id", "s.incident_id")
    .selectAll("i")
    .where("s.kind", "=", subject.kind)
    .where("s.subject_id", "=", subject.id)
    .where("s.cleared_at", "is", null)
    .where("i.state", "<>", "resolved")
    .execute();
}

/** A member that was not cleared. */
export interface LiveSubject extends IncidentSubject {
  readonly goodSince: Date | null;
}

/** The members of an incident that were not cleared. */
export async function readLiveSubjects(db: Db, incidentId: string): Promise<readonly LiveSubject[]> {
  const rows = await db
    .selectFrom("incident_subjects")
    .select(["kind", "subject_id", "good_since"])
    .where("incident_id", "=", incidentId)
    .where("cleared_at", "is", null)
    .execute();
  return rows.map((row) => ({ kind: row.kind, id: row.subject_id, goodSince: row.good_since }));
}

/** When the last of an incident's members, cleared ones included, turned good; null when none did. */
export async function readLastGoodSince(db: Db, incidentId: string): Promise<Date | null> {
  const row = await db
    .selectFrom("incident_subjects")
    .select((eb) => eb.fn.max("good_since").as("last"))
    .where("incident_id", "=", incidentId)
    .executeTakeFirst();
  return row?.last ?? null;
}
