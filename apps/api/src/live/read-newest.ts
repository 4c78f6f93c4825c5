import {
  type CoverageAlert,
  type Db,
  listDeliveries,
  listIncidents,
  listSubscriptions,
  listVantageProcesses,
  readCoverageAlerts,
} from "@earshot/storage";
import { renderFeeds } from "../routes/feeds/render-feed.ts";
import { renderIncident } from "../routes/incidents/render-incident.ts";
import { renderVantage } from "../routes/ops/show-vantages.ts";
import { renderDeliveries } from "../routes/webhooks/render-delivery.ts";
import type { LiveItem } from "./live-snapshot.ts";

/** Of each kind: bounded, so that a poll costs the same however much an account has. */
const newestMax = 20;

/** Whose newest things: those that `publisherId` may see (null: all), from the view of the account `ownId`. */
export interface NewestOf {
  readonly publisherId: string | null;
  readonly ownId: string;
  readonly now: Date;
}

/** The newest feeds, incidents and deliveries, as their lists give them. */
export async function readNewest(
  db: Db,
  { publisherId, ownId, now }: NewestOf,
): Promise<readonly LiveItem[]> {
  const listing = { publisherId, limit: newestMax };
  const [subscriptions, incidents, deliveries] = await Promise.all([
    listSubscriptions(db, listing),
    listIncidents(db, { ...listing, ownId }),
    listDeliveries(db, listing),
  ]);
  const [feedItems, deliveryItems] = await Promise.all([
    renderFeeds(db, subscriptions, now),
    renderDeliveries(db, deliveries),
  ]);
  const ownFaults = publisherId === null ? await readOwnFaults(db) : [];
  return [
    ...ownFaults,
    ...feedItems.map((data): LiveItem => ({ key: `feed:${data.id}`, event: "feed", data })),
    ...incidents
      .map(renderIncident)
      .map((data): LiveItem => ({ key: `incident:${data.id}`, event: "incident", data })),
    ...deliveryItems.map((data): LiveItem => ({ key: `delivery:${data.id}`, event: "delivery", data })),
  ];
}

/** For ops: where we are at fault ourselves. */
async function readOwnFaults(db: Db): Promise<readonly LiveItem[]> {
  const [alerts, vantages] = await Promise.all([readCoverageAlerts(db), readSuspectVantages(db)]);
  return [...alerts.map(coverageItemOf), ...vantages];
}

function coverageItemOf({ kind, isBelow, share, floor, since }: CoverageAlert): LiveItem {
  const data = { subject: kind, isBelow, share, floor, since: since.toISOString() };
  return { key: `coverage:${kind}`, event: "coverage.below-floor", data };
}

/** For ops: the vantages that are or were under suspicion. One that never was is no event. */
async function readSuspectVantages(db: Db): Promise<readonly LiveItem[]> {
  return (await listVantageProcesses(db))
    .filter(({ suspectAt }) => suspectAt !== null)
    .map(renderVantage)
    .map((data): LiveItem => ({ key: `vantage:${data.id}`, event: "vantage.suspect", data }));
}
