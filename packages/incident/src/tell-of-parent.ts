import type { AffectedScope } from "@earshot/domain";
import { type Db, type IncidentRow, insertNotices, updateIncident } from "@earshot/storage";
import { buildIncidentNotice } from "./build-incident-notice.ts";
import { factsOf } from "./facts-of.ts";

/** Publishers that know an incident of their own feed, which turned out to be a part of its host's. */
export interface Adoption {
  readonly childId: string;
  /** Whom to tell, and what of theirs the whole touches. */
  readonly publishers: readonly { readonly publisherId: string; readonly scope: AffectedScope }[];
}

/** Makes an incident the child of another, and tells so in an `incident.updated` of the one that they know. */
export async function tellOfParent(
  tx: Db,
  parent: IncidentRow,
  { childId, publishers }: Adoption,
  now: Date,
): Promise<void> {
  const change = { parentId: parent.id, codes: parent.codes, place: parent.place };
  const child = await updateIncident(tx, childId, change, { kind: "told", now });
  const notices = publishers.map(({ publisherId, scope }) => ({
    publisherId,
    incidentId: childId,
    type: "incident.updated" as const,
    sequence: child.sequence,
    occurredAt: now,
    payload: { ...buildIncidentNotice(factsOf(child, scope), scope, now) },
    dedupeKey: `adopted:${childId}:${publisherId}:${child.sequence}`,
  }));
  await insertNotices(tx, notices, now);
}
