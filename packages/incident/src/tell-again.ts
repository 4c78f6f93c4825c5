import type { NoticeType } from "@earshot/domain";
import {
  clearAcknowledgements,
  type Db,
  type IncidentRow,
  insertNotices,
  readToldPublishers,
  saveHeldSince,
  type ToldPublisher,
} from "@earshot/storage";
import { affectedOf } from "./affected-of.ts";
import { buildIncidentNotice } from "./build-incident-notice.ts";
import { resumeCost } from "./count-cost.ts";
import { factsOf } from "./facts-of.ts";
import { findSilenced } from "./find-silenced.ts";

/**
 * Tells everybody who was told of an incident that it changed as a whole: `incident.resolved` when it has ended,
 * `incident.updated` when it has relapsed. Once for each relapse, however often it is called. Whoever heard of it
 * through an incident of its own feed hears of its end there. A maintenance window or a mute keeps a relapse back, but
 * never the end of what was told.
 */
export async function tellAgain(tx: Db, incident: IncidentRow, now: Date): Promise<void> {
  const all = await readToldPublishers(tx, incident.id);
  const direct = all.filter((told) => told.via_id === null);
  if (incident.state === "resolved") {
    const aware = direct.filter((told) => told.opened_told && told.held_since === null);
    await tell(tx, incident, aware, { type: "incident.resolved", story: "resolved", now });
    await hold(
      tx,
      incident,
      all.filter((told) => told.held_since !== null),
      null,
    );
    return;
  }
  await resumeCost(tx, incident.id, direct, now);
  await clearAcknowledgements(tx, incident.id);
  const silenced = await findSilenced(tx, incident, await affectedOf(tx, incident), now);
  const listening = direct.filter((told) => !silenced.has(told.publisher_id));
  const aware = listening.filter((told) => told.opened_told);
  await tell(tx, incident, aware, { type: "incident.updated", story: "relapsed", now });
  // Those who never heard of it are told of its opening like anybody new, as soon as nothing keeps it from them.
  const kept = direct.filter((told) => !aware.includes(told));
  await hold(tx, incident, kept, now);
}

interface Telling {
  readonly type: NoticeType;
  readonly story: "resolved" | "relapsed";
  readonly now: Date;
}

async function tell(
  tx: Db,
  incident: IncidentRow,
  publishers: readonly ToldPublisher[],
  { type, story, now }: Telling,
): Promise<void> {
  const notices = publishers.map(({ publisher_id: publisherId, scope, episode_minutes: episodeMinutes }) => ({
    publisherId,
    incidentId: incident.id,
    type,
    sequence: incident.sequence,
    occurredAt: now,
    payload: { ...buildIncidentNotice({ ...factsOf(incident, scope), episodeMinutes }, scope, now) },
    dedupeKey: `${story}:${incident.id}:${publisherId}:${incident.relapse}`,
  }));
  await insertNotices(tx, notices, now);
}

function hold(
  tx: Db,
  incident: IncidentRow,
  publishers: readonly ToldPublisher[],
  since: Date | null,
): Promise<void> {
  const ids = publishers.map((told) => told.publisher_id);
  return saveHeldSince(tx, incident.id, ids, since);
}
