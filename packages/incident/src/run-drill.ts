import type { FaultCode } from "@earshot/domain";
import {
  type Db,
  insertNotices,
  lockIncidentKey,
  openIncident,
  readAffectedPublishers,
  readMediaIds,
  readRecentDrills,
  type Subscription,
  saveToldPublisher,
  takeDueDrills,
} from "@earshot/storage";
import { buildIncidentNotice } from "./build-incident-notice.ts";
import { endIncident } from "./end-incident.ts";
import { drillKeyPrefix, factsOf } from "./facts-of.ts";
import { fitScope } from "./fit-scope.ts";

/** A drill to be held. */
export interface DrillPlan {
  /** The publisher's own feed that it is about. */
  readonly subscription: Pick<Subscription, "id" | "feedId" | "publisherId" | "title" | "url">;
  readonly durationMs: number;
  readonly now: Date;
}

/** A drill that has begun, or when the next one may. */
export type DrillBegun =
  | { readonly ok: true; readonly incidentId: string; readonly endsAt: Date }
  | { readonly ok: false; readonly retryAt: Date; readonly isRunning: boolean };

const hourMs = 3_600_000;
/** So that nobody is trained to ignore what we send. */
const drillsPerHourMax = 6;
const mediaMax = 1_000;
/** What is pretended: the commonest outage of all. */
const codes: readonly FaultCode[] = ["http.server-error"];

/**
 * Opens an incident that is none: told to its publisher through the very path of a real one, marked as a drill in every
 * message, and ended by `endDueDrills`. It has no members, so no look at anything joins or clears it, and it counts for
 * nobody else. One at a time for a feed, six an hour. Must run in a transaction.
 */
export async function beginDrill(tx: Db, plan: DrillPlan): Promise<DrillBegun> {
  const { subscription, durationMs, now } = plan;
  const key = `${drillKeyPrefix}${subscription.id}`;
  await lockIncidentKey(tx, key);
  const recent = await readRecentDrills(tx, { key, since: new Date(now.getTime() - hourMs) });
  if (recent.runsUntil !== null) return { ok: false, retryAt: recent.runsUntil, isRunning: true };
  if (recent.count >= drillsPerHourMax)
    return { ok: false, retryAt: new Date(now.getTime() + hourMs / drillsPerHourMax), isRunning: false };
  const endsAt = new Date(now.getTime() + durationMs);
  const incident = await openIncident(tx, {
    key,
    kind: "feed",
    severity: "outage",
    codes,
    place: { where: subscription.title ?? subscription.url, failing: [] },
    evidence: { first: null, latest: null },
    since: now,
    now,
    drillEndsAt: endsAt,
  });
  const { publisherId } = subscription;
  const scope = fitScope(await scopeOf(tx, plan));
  const notice = {
    publisherId,
    incidentId: incident.id,
    type: "incident.opened",
    sequence: incident.sequence,
    occurredAt: now,
    payload: { ...buildIncidentNotice(factsOf(incident, scope), scope, now) },
    dedupeKey: `opened:${incident.id}:${publisherId}`,
  } as const;
  await insertNotices(tx, [notice], now);
  await saveToldPublisher(tx, { incidentId: incident.id, publisherId, scope, now });
  return { ok: true, incidentId: incident.id, endsAt };
}

/** Ends the drills that are over, also those that a crash has left, and tells their publishers; gives how many. */
export async function endDueDrills(tx: Db, now: Date): Promise<number> {
  const ids = await takeDueDrills(tx, now);
  for (const id of ids) await endIncident(tx, id, { reason: "recovered", now });
  return ids.length;
}

/** What a real outage of the feed's audio would touch of the publisher's own. */
async function scopeOf(tx: Db, { subscription }: DrillPlan) {
  const { id, feedId, publisherId, title } = subscription;
  const mediaIds = await readMediaIds(tx, { feedId, limit: mediaMax });
  const affected = await readAffectedPublishers(tx, { hostIds: [], mediaIds, feedIds: [feedId] });
  const own = affected.find((publisher) => publisher.publisherId === publisherId)?.scope;
  const samples = own?.samples.filter((sample) => sample.feedId === id) ?? [];
  const none = { feedId: id, show: title, episode: null, guid: null, url: null };
  return {
    shows: 1,
    episodes: own?.episodes ?? 0,
    samples: samples.length > 0 ? samples : [none],
    endpoints: [],
  };
}
