import {
  type AffectedPublisher,
  type Db,
  type IncidentRow,
  insertNotices,
  readToldPublishers,
  saveHeldSince,
  saveScope,
  saveToldPublisher,
  type ToldPublisher,
  updateIncident,
} from "@earshot/storage";
import { affectedOf } from "./affected-of.ts";
import { buildIncidentNotice } from "./build-incident-notice.ts";
import { countCost } from "./count-cost.ts";
import { factsOf } from "./facts-of.ts";
import { findSilenced } from "./find-silenced.ts";
import { fitScope } from "./fit-scope.ts";
import { tellOfParent } from "./tell-of-parent.ts";

/** A publisher hears again of a growing incident at most this often. */
const updateEveryMs = 30 * 60_000;
/** An incident of a host that is blamed for what fails on it has many members; it is enough that each minute one asks. */
const scopeEveryMs = 50_000;

/**
 * Tells every publisher that a live incident touches and that was not told yet, whether it was there from the start or
 * registered a feed during the outage; and tells again one whose affected episodes have doubled. From whom a
 * maintenance window or a mute keeps it, it is kept, and told when that is over, if it is not over by then. Runs at each
 * look at a member, so nobody is missed; `incident_publishers` makes it once. Gives whether it touches anybody at all.
 */
export async function tellAffected(tx: Db, incident: IncidentRow, now: Date): Promise<boolean> {
  const { host_id: hostId, scoped_at: scopedAt } = incident;
  if (hostId !== null && scopedAt !== null && now.getTime() - scopedAt.getTime() < scopeEveryMs) return true;
  const affected = await affectedOf(tx, incident);
  // Whoever heard of it through a child that is over hears of it directly when it relapses.
  const all = await readToldPublishers(tx, incident.id);
  const rows = all.filter((row) => row.via_state !== "resolved");
  const told = new Map(rows.map((row) => [row.publisher_id, row]));
  const knowing = new Set(all.filter((row) => row.opened_told).map((row) => row.publisher_id));
  await countCost(tx, incident.id, rows, now);
  const silenced = await findSilenced(tx, incident, affected, now);
  const news = affected.map((publisher) => {
    const row = told.get(publisher.publisherId);
    return {
      publisher,
      news: newsFor({
        ...{ row, publisher, now },
        isSilenced: silenced.has(publisher.publisherId),
        isKnown: knowing.has(publisher.publisherId),
      }),
    };
  });
  const of = (kind: News) => news.filter((one) => one.news === kind).map(({ publisher }) => publisher);
  const [opened, updated] = [of("opened"), of("updated")];
  // The first telling of a new incident has the sequence that the incident was opened with.
  const kind = told.size > 0 && opened.length + updated.length > 0 ? "told" : "quiet";
  const current = await updateIncident(tx, incident.id, { scopedAt: now }, { kind, now });
  // Who was there from the start lost from the start; who came later, from now on.
  const countedFrom = told.size === 0 && incident.relapse === 0 ? incident.since : now;
  await tell(tx, current, { type: "incident.opened", publishers: opened, now, countedFrom });
  await tell(tx, current, { type: "incident.updated", publishers: updated, now, countedFrom });
  await tellAdopted(tx, current, { publishers: of("adopted"), told, now });
  for (const { publisherId, scope } of of("held")) {
    const held = { incidentId: incident.id, publisherId, scope: fitScope(scope), now, countedFrom };
    await saveToldPublisher(tx, { ...held, isHeld: true });
  }
  await saveScopes(tx, incident, { affected: of("none"), told });
  return affected.length > 0;
}

/**
 * What a publisher is to be told now: `held` when it would be the opening, but is kept from it; `adopted` when the
 * incident took over one that it knows, and that was kept from it until now.
 */
type News = "opened" | "updated" | "adopted" | "held" | "none";

interface Listener {
  readonly row: ToldPublisher | undefined;
  readonly publisher: AffectedPublisher;
  readonly isSilenced: boolean;
  /** Whether it was ever told of the incident itself, which is opened once. */
  readonly isKnown: boolean;
  readonly now: Date;
}

function newsFor({ row, publisher, isSilenced, isKnown, now }: Listener): News {
  if (row === undefined && isSilenced) return "held";
  if (row === undefined) return isKnown ? "updated" : "opened";
  if (isSilenced) return "none";
  if (row.held_since !== null && row.via_id !== null) return "adopted";
  if (row.held_since !== null) return row.opened_told ? "updated" : "opened";
  return hasDoubled(row, publisher.scope.episodes, now) ? "updated" : "none";
}

async function tellAdopted(
  tx: Db,
  parent: IncidentRow,
  adopted: {
    readonly publishers: readonly AffectedPublisher[];
    readonly told: ReadonlyMap<string, ToldPublisher>;
    readonly now: Date;
  },
): Promise<void> {
  const { publishers, told, now } = adopted;
  const byChild = Map.groupBy(publishers, ({ publisherId }) => told.get(publisherId)?.via_id ?? null);
  for (const [childId, of] of byChild) {
    if (childId === null) continue;
    await tellOfParent(tx, parent, { childId, publishers: of }, now);
    const ids = of.map(({ publisherId }) => publisherId);
    await saveHeldSince(tx, parent.id, ids, null);
  }
}

async function saveScopes(
  tx: Db,
  incident: IncidentRow,
  known: {
    readonly affected: readonly AffectedPublisher[];
    readonly told: ReadonlyMap<string, ToldPublisher>;
  },
): Promise<void> {
  for (const { publisherId, scope } of known.affected) {
    const before = known.told.get(publisherId);
    if (before !== undefined && (before.episodes !== scope.episodes || before.shows !== scope.shows)) {
      await saveScope(tx, { incidentId: incident.id, publisherId, scope: fitScope(scope) });
    }
  }
}

interface Telling {
  readonly type: "incident.opened" | "incident.updated";
  readonly publishers: readonly AffectedPublisher[];
  readonly now: Date;
  readonly countedFrom: Date;
}

async function tell(
  tx: Db,
  incident: IncidentRow,
  { type, publishers, now, countedFrom }: Telling,
): Promise<void> {
  const notices = publishers.map(({ publisherId, scope }) => ({
    publisherId,
    incidentId: incident.id,
    type,
    sequence: incident.sequence,
    occurredAt: now,
    payload: { ...buildIncidentNotice(factsOf(incident, scope), scope, now) },
    dedupeKey:
      type === "incident.opened"
        ? `opened:${incident.id}:${publisherId}`
        : `updated:${incident.id}:${publisherId}:${incident.sequence}`,
  }));
  await insertNotices(tx, notices, now);
  for (const { publisherId, scope } of publishers) {
    await saveToldPublisher(tx, {
      incidentId: incident.id,
      publisherId,
      scope: fitScope(scope),
      now,
      countedFrom,
    });
  }
}

function hasDoubled(told: ToldPublisher, episodes: number, now: Date): boolean {
  if (told.via_id !== null || episodes < Math.max(2, told.told_episodes * 2)) return false;
  return now.getTime() - told.told_at.getTime() >= updateEveryMs;
}
