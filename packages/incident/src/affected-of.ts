import {
  type AffectedPublisher,
  type Db,
  type IncidentRow,
  type IncidentSubject,
  readAffectedPublishers,
  readLiveSubjects,
} from "@earshot/storage";

/**
 * Whom an incident touches: through its members, and where a host is blamed for what fails on it, through everything
 * of that kind on the host.
 */
export async function affectedOf(tx: Db, incident: IncidentRow): Promise<readonly AffectedPublisher[]> {
  const { host_id: hostId, blamed_for: blamedFor } = incident;
  const hostIds = hostId === null ? [] : [hostId];
  return readAffectedPublishers(tx, {
    ...idsOf(await readLiveSubjects(tx, incident.id)),
    enclosuresOfHostIds: blamedFor === "feed" ? [] : hostIds,
    documentsOfHostIds: blamedFor === "media" ? [] : hostIds,
  });
}

/** The ids of subjects by their kinds. */
export function idsOf(subjects: readonly IncidentSubject[]) {
  const of = (kind: IncidentSubject["kind"]) =>
    subjects.filter((subject) => subject.kind === kind).map(({ id }) => id);
  return { hostIds: of("host"), mediaIds: of("media"), feedIds: of("feed") };
}
