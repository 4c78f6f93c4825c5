import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import type { IncidentSubject } from "./incident-subjects.ts";
import type { ComplaintKind } from "./tables.ts";

/** What fails at a host by a fault of its own. */
export interface ComplaintSubject extends IncidentSubject {
  readonly kind: ComplaintKind;
}

/** Notes that a subject fails at a host, and gives since when: `at` unless it was noted before. It fails at one host at a time. */
export async function saveComplaint(
  tx: Db,
  complaint: { readonly hostId: number; readonly subject: ComplaintSubject; readonly at: Date },
): Promise<Date> {
  const { hostId, subject, at } = complaint;
  await sql`
    DELETE FROM host_complaints
    WHERE kind = ${subject.kind} AND subject_id = ${subject.id} AND host_id <> ${hostId}`.execute(tx);
  const { rows } = await sql<{ since: Date }>`
    INSERT INTO host_complaints (host_id, kind, subject_id, since, seen_at)
    VALUES (${hostId}, ${subject.kind}, ${subject.id}, ${at}, ${at})
    ON CONFLICT (host_id, kind, subject_id) DO UPDATE SET seen_at = excluded.seen_at
    RETURNING since`.execute(tx);
  return rows[0]?.since ?? at;
}

/** Forgets that a subject failed anywhere: it was heard. */
export async function dropComplaints(tx: Db, subject: IncidentSubject): Promise<void> {
  await sql`DELETE FROM host_complaints WHERE kind = ${subject.kind} AND subject_id = ${subject.id}`.execute(
    tx,
  );
}

/** One incident's member that has failed at a host since a given time. */
export interface ComplainingMember {
  readonly incidentId: string;
  readonly key: string;
  readonly subject: ComplaintSubject;
}

/** The members of live incidents of feeds that began to fail at this host at `since` or later. */
export async function readComplainingMembers(
  db: Db,
  at: { readonly hostId: number; readonly kind: ComplaintKind; readonly since: Date },
): Promise<readonly ComplainingMember[]> {
  const { rows } = await sql<{ incident_id: string; key: string; subject_id: number }>`
    SELECT i.id AS incident_id, i.key, c.subject_id
    FROM host_complaints c
    JOIN incident_subjects s ON s.kind = c.kind AND s.subject_id = c.subject_id AND s.cleared_at IS NULL
    JOIN incidents i ON i.id = s.incident_id AND i.kind = 'feed' AND i.state <> 'resolved'
    WHERE c.host_id = ${at.hostId} AND c.kind = ${at.kind} AND c.since >= ${at.since}
    ORDER BY i.key, c.subject_id`.execute(db);
  return rows.map((row) => ({
    incidentId: row.incident_id,
    key: row.key,
    subject: { kind: at.kind, id: row.subject_id },
  }));
}

/** When the trouble at a host began: the earliest complaint that is not older than `since`, or null. */
export async function readFirstComplaint(
  db: Db,
  at: { readonly hostId: number; readonly kind: ComplaintKind; readonly since: Date },
): Promise<Date | null> {
  const { rows } = await sql<{ first: Date | null }>`
    SELECT min(since) AS first FROM host_complaints
    WHERE host_id = ${at.hostId} AND kind = ${at.kind} AND since >= ${at.since}`.execute(db);
  return rows[0]?.first ?? null;
}
