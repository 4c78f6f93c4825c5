import type { NoticeType } from "@earshot/domain";
import { type Db, type IncidentRow, insertNotices, readToldPublishers } from "@earshot/storage";
import { buildIncidentNotice } from "./build-incident-notice.ts";
import { factsOf } from "./facts-of.ts";

/**
 * Tells everybody who was told of an incident that it changed as a whole: `incident.resolved` when it has ended,
 * `incident.updated` when it has relapsed. Once for each relapse, however often it is called. Whoever heard of it
 * through an incident of its own feed hears of its end there.
 */
export async function tellAgain(tx: Db, incident: IncidentRow, now: Date): Promise<void> {
  const type: NoticeType = incident.state === "resolved" ? "incident.resolved" : "incident.updated";
  const facts = factsOf(incident);
  const direct = (await readToldPublishers(tx, incident.id)).filter((told) => told.via_id === null);
  const notices = direct.map((told) => ({
    publisherId: told.publisher_id,
    incidentId: incident.id,
    type,
    sequence: incident.sequence,
    occurredAt: now,
    payload: { ...buildIncidentNotice(facts, told.scope, now) },
    dedupeKey: `${type === "incident.resolved" ? "resolved" : "relapsed"}:${incident.id}:${told.publisher_id}:${incident.relapse}`,
  }));
  await insertNotices(tx, notices, now);
}
