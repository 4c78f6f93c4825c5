import {
  type AffectedPublisher,
  type Db,
  type IncidentRow,
  insertNotices,
  readToldPublishers,
  saveScope,
  saveToldPublisher,
  type ToldPublisher,
  updateIncident,
} from "@earshot/storage";
import { affectedOf } from "./affected-of.ts";
import { buildIncidentNotice } from "./build-incident-notice.ts";
import { factsOf } from "./facts-of.ts";
import { fitScope } from "./fit-scope.ts";

/** A publisher hears again of a growing incident at most this often. */
const updateEveryMs = 30 * 60_000;
/** An incident of a host that is blamed for what fails on it has many members; it is enough that each minute one asks. */
const scopeEveryMs = 50_000;

/**
 * Tells every publisher that a live incident touches and that was not told yet, whether it was there from the start or
 * registered a feed during the outage; and tells again one whose affected episodes have doubled. Runs at each look at
 * a member, so nobody is missed; `incident_publishers` makes it once. Gives whether it touches anybody at all.
 */
export async function tellAffected(tx: Db, incident: IncidentRow, now: Date): Promise<boolean> {
  const { host_id: hostId, scoped_at: scopedAt } = incident;
  if (hostId !== null && scopedAt !== null && now.getTime() - scopedAt.getTime() < scopeEveryMs) return true;
  const affected = await affectedOf(tx, incident);
  // Whoever heard of it through a child that is over hears of it directly when it relapses.
  const rows = (await readToldPublishers(tx, incident.id)).filter((row) => row.via_state !== "resolved");
  const told = new Map(rows.map((row) => [row.publisher_id, row]));
  const strangers = affected.filter(({ publisherId }) => !told.has(publisherId));
  const grown = affected.filter(({ publisherId, scope }) =>
    hasDoubled(told.get(publisherId), scope.episodes, now),
  );
  // The first telling of a new incident has the sequence that the incident was opened with.
  const isFirst = told.size === 0;
  const needsSequence = !isFirst && strangers.length + grown.length > 0;
  const kind = needsSequence ? "told" : "quiet";
  const current = await updateIncident(tx, incident.id, { scopedAt: now }, { kind, now });
  await tell(tx, current, { type: "incident.opened", publishers: strangers, now });
  await tell(tx, current, { type: "incident.updated", publishers: grown, now });
  for (const { publisherId, scope } of affected) {
    const before = told.get(publisherId);
    if (before !== undefined && (before.episodes !== scope.episodes || before.shows !== scope.shows)) {
      await saveScope(tx, { incidentId: incident.id, publisherId, scope: fitScope(scope) });
    }
  }
  return affected.length > 0;
}

interface Telling {
  readonly type: "incident.opened" | "incident.updated";
  readonly publishers: readonly AffectedPublisher[];
  readonly now: Date;
}

async function tell(tx: Db, incident: IncidentRow, { type, publishers, now }: Telling): Promise<void> {
  const facts = factsOf(incident);
  const notices = publishers.map(({ publisherId, scope }) => ({
    publisherId,
    incidentId: incident.id,
    type,
    sequence: incident.sequence,
    occurredAt: now,
    payload: { ...buildIncidentNotice(facts, scope, now) },
    dedupeKey:
      type === "incident.opened"
        ? `opened:${incident.id}:${publisherId}`
        : `updated:${incident.id}:${publisherId}:${incident.sequence}`,
  }));
  await insertNotices(tx, notices, now);
  for (const { publisherId, scope } of publishers) {
    await saveToldPublisher(tx, { incidentId: incident.id, publisherId, scope: fitScope(scope), now });
  }
}

function hasDoubled(told: ToldPublisher | undefined, episodes: number, now: Date): boolean {
  if (told === undefined || told.via_id !== null || episodes < Math.max(2, told.told_episodes * 2))
    return false;
  return now.getTime() - told.told_at.getTime() >= updateEveryMs;
}
