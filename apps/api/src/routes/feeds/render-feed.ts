import { evaluateStaleness, type Fault } from "@earshot/domain";
import {
  type Db,
  type EnclosureTotals,
  type FeedView,
  readEnclosureTotals,
  readFeedViews,
  readSubscription,
  type Subscription,
} from "@earshot/storage";
import type { z } from "zod";
import { notFound } from "../../http/problem.ts";
import type { feedSchema } from "../../schemas/feed-schema.ts";
import { renderRegional } from "../../schemas/regional-schema.ts";

/** A feed as the API gives it. */
export type FeedItem = z.output<typeof feedSchema>;

/** Renders feeds, together, with the verdicts of their enclosures. */
export async function renderFeeds(
  db: Db,
  subscriptions: readonly Subscription[],
  now: Date,
): Promise<FeedItem[]> {
  const feedIds = subscriptions.map(({ feedId }) => feedId);
  const [totals, views] = await Promise.all([readEnclosureTotals(db, feedIds), readFeedViews(db, feedIds)]);
  const viewsOf = Map.groupBy(views, ({ feedId }) => feedId);
  return subscriptions.map((subscription) => ({
    ...renderFeed(subscription, totals.get(subscription.feedId)),
    regionalEnclosures: renderViews(viewsOf.get(subscription.feedId)),
    faults: [...subscription.faults, ...staleness(subscription, now)],
  }));
}

/** One feed of a publisher's (of anybody's when `publisherId` is null); throws a Problem when there is none. */
export async function readFeed(
  db: Db,
  scope: { readonly id: string; readonly publisherId: string | null },
  now: Date,
): Promise<FeedItem> {
  const subscription = await readSubscription(db, scope);
  const [feed] = await renderFeeds(db, subscription === undefined ? [] : [subscription], now);
  if (feed === undefined) throw notFound("feed");
  return feed;
}

/** Told only to a publisher who asked for it: shows have seasons and pauses that a feed does not tell of. */
function staleness({ watchStaleness, nextExpectedAt }: Subscription, now: Date): readonly Fault[] {
  const fault = watchStaleness ? evaluateStaleness(nextExpectedAt, now) : null;
  return fault === null ? [] : [fault];
}

function renderFeed(
  subscription: Subscription,
  totals: EnclosureTotals | undefined,
): Omit<FeedItem, "faults" | "regionalEnclosures"> {
  const { feedId: _shared, faults: _told, createdAt, crawledAt, okAt, newestAt, ...others } = subscription;
  const { verifyText, provenBy, ...plain } = others;
  return {
    ...plain,
    regional: renderRegional(subscription.regional),
    ownership: { provenBy, text: verifyText },
    labels: [...plain.labels],
    enclosures: renderTotals(totals),
    createdAt: createdAt.toISOString(),
    crawledAt: crawledAt?.toISOString() ?? null,
    okAt: okAt?.toISOString() ?? null,
    newestAt: newestAt?.toISOString() ?? null,
    nextExpectedAt: subscription.nextExpectedAt?.toISOString() ?? null,
  };
}

function renderTotals(totals: EnclosureTotals | undefined): FeedItem["enclosures"] {
  const { healthy = 0, degraded = 0, unreachable = 0, inconclusive = 0, unchecked = 0 } = totals ?? {};
  const total = healthy + degraded + unreachable + inconclusive + unchecked;
  return { total, healthy, degraded, unreachable, inconclusive, unprobed: unchecked };
}

function renderViews(views: readonly FeedView[] | undefined): FeedItem["regionalEnclosures"] {
  return views?.map(({ feedId: _shared, ...view }) => view) ?? null;
}
