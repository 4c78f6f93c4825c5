import type { NoticeType } from "@earshot/domain";
import {
  type AffectedPublisher,
  clearAcknowledgements,
  type Db,
  type IncidentRow,
  insertNotices,
  readToldPublishers,
  saveHeldSince,
  saveToldPublisher,
  type ToldPublisher,
} from "@earshot/storage";
import { affectedOf } from "./affected-of.ts";
import { buildIncidentNotice } from "./build-incident-notice.ts";
import { resumeCost } from "./count-cost.ts";
import { factsOf } from "./facts-of.ts";
import { findSilenced } from "./find-silenced.ts";
import { fitScope } from "./fit-scope.ts";

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
  const affected = await affectedOf(tx, incident);
  const silenced = await findSilenced(tx, incident, affected, now);
  const listening = direct.filter((told) => !silenced.has(told.publisher_id));
  const aware = listening.filter((told) => told.opened_told);
  const current = withScopes(aware, affected);
  await tell(tx, incident, current, { type: "incident.updated", story: "relapsed", now });
  // From here on it grows anew: what is told now is not told again as a growth a minute later.
  for (const { publisher_id: publisherId, scope } of current)
    await saveToldPublisher(tx, { incidentId: incident.id, publisherId, scope: fitScope(scope), now });
  // Those who never heard of it are told of its opening like anybody new, as soon as nothing keeps it from them.
  const kept = direct.filter((told) => !aware.includes(told));
  await hold(tx, incident, kept, now);
}

/** With what it touches of them now, which may be more than the first time; as told before where it touches nothing. */
function withScopes(
  told: readonly ToldPublisher[],
  affected: readonly AffectedPublisher[],
): readonly ToldPublisher[] {
  const scopes = new Map(affected.map(({ publisherId, scope }) => [publisherId, scope]));
  return told.map((row) => ({ ...row, scope: scopes.get(row.publisher_id) ?? row.scope }));
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
