import { type IncidentKey, voteMs } from "@earshot/domain";
import {
  addIncidentSubject,
  type ComplainingMember,
  type ComplaintKind,
  clearIncidentSubject,
  type Db,
  type IncidentRow,
  readComplainingMembers,
  readFirstComplaint,
  readLiveSubjects,
  readToldPublishers,
  saveHeldSince,
  saveToldPublisher,
} from "@earshot/storage";
import { affectedOf } from "./affected-of.ts";
import { findSilenced } from "./find-silenced.ts";
import { fitScope } from "./fit-scope.ts";
import { beginIncident } from "./join-incident.ts";
import { lockIncidentKeys } from "./lock-incident-keys.ts";
import type { OutcomeReport } from "./record-outcome.ts";
import { tellAffected } from "./tell-affected.ts";
import { tellAgain } from "./tell-again.ts";
import { tellOfParent } from "./tell-of-parent.ts";

/** A host that the feeds on it voted to be to blame. */
export interface Verdict {
  readonly key: Extract<IncidentKey, { readonly kind: "host" }>;
  readonly hostId: number;
  readonly kind: ComplaintKind;
}

/**
 * Opens one incident for a host to whose blame it is that files on it cannot be heard, since the first of them could
 * not. Incidents of feeds whose trouble turns out to be a part of it become its children: who was told of one hears of
 * the host in an update of that, everybody else by one `incident.opened`. The caller holds the host's key.
 */
export async function escalate(tx: Db, report: OutcomeReport, verdict: Verdict): Promise<void> {
  const now = report.outcome.at;
  const { hostId, kind, key } = verdict;
  const recently = { hostId, kind, since: new Date(now.getTime() - voteMs) };
  const members = await readComplainingMembers(tx, recently);
  await lockIncidentKeys(
    tx,
    members.map((member) => member.key),
  );
  const first = await readFirstComplaint(tx, recently);
  const { incident, isRelapse } = await beginIncident(tx, key, report, {
    since: first ?? now,
    blamed: { hostId, blamedFor: kind },
    place: { ...report.place, where: key.hostname },
  });
  await addIncidentSubject(tx, incident.id, report.subject, now);
  for (const id of new Set(members.map(({ incidentId }) => incidentId))) {
    await moveMembers(
      tx,
      incident,
      members.filter(({ incidentId }) => incidentId === id),
      now,
    );
  }
  if (isRelapse) await tellAgain(tx, incident, now);
  await tellAffected(tx, incident, now);
}

/** Takes over members of a feed's incident. One that has no others becomes a child, which ends with its parent. */
async function moveMembers(
  tx: Db,
  parent: IncidentRow,
  members: readonly ComplainingMember[],
  now: Date,
): Promise<void> {
  const [member] = members;
  if (member === undefined) return;
  for (const { subject } of members) {
    await clearIncidentSubject(tx, member.incidentId, subject, now);
    await addIncidentSubject(tx, parent.id, subject, now);
  }
  if ((await readLiveSubjects(tx, member.incidentId)).length === 0)
    await adopt(tx, parent, member.incidentId, now);
}

/**
 * Makes a feed's incident a part of its host's. Whoever knows it is told so there, or when a silence of theirs is over:
 * until then the parent keeps it from them.
 */
async function adopt(tx: Db, parent: IncidentRow, childId: string, now: Date): Promise<void> {
  // From whom it was kept hears of the host like anybody new, as soon as nothing keeps that from it.
  const rows = await readToldPublishers(tx, childId);
  const known = rows.filter((row) => row.opened_told && row.held_since === null);
  const affected = await affectedOf(tx, parent);
  const silenced = await findSilenced(tx, parent, affected, now);
  const scopes = new Map(affected.map(({ publisherId, scope }) => [publisherId, scope]));
  const told = known.map(({ publisher_id: publisherId, scope }) => ({
    publisherId,
    scope: scopes.get(publisherId) ?? scope,
  }));
  const publishers = told.filter(({ publisherId }) => !silenced.has(publisherId));
  await tellOfParent(tx, parent, { childId, publishers }, now);
  for (const { publisherId, scope: whole } of told) {
    const scope = fitScope(whole);
    await saveToldPublisher(tx, { incidentId: childId, publisherId, scope, now });
    await saveToldPublisher(tx, { incidentId: parent.id, publisherId, scope, now, viaId: childId });
  }
  const kept = told.filter(({ publisherId }) => silenced.has(publisherId));
  await saveHeldSince(
    tx,
    parent.id,
    kept.map(({ publisherId }) => publisherId),
    now,
  );
}
