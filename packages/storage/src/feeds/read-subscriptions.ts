import type { Verdict } from "@earshot/domain";
import { sql } from "kysely";
import { containing } from "../schema/containing.ts";
import type { Db } from "../schema/database.ts";
import { toText } from "../schema/json.ts";
import type { Page } from "../schema/page.ts";
import { type Subscription, subscriptionColumns } from "./subscription.ts";

/** One of a publisher's feeds, or undefined; with `publisherId` null anybody's, for ops. */
export async function readSubscription(
  db: Db,
  input: { readonly id: string; readonly publisherId: string | null },
): Promise<Subscription | undefined> {
  const { rows } = await sql<Subscription>`
    SELECT ${subscriptionColumns} FROM subscriptions s JOIN feeds f ON f.id = s.feed_id
    WHERE s.id = ${input.id} AND s.ended_at IS NULL AND ${ownedBy(input.publisherId)}`.execute(db);
  return rows[0];
}

/** Which feeds to list, newest registration first. `label`, `search` (in title and URL) and `verdict` narrow it. */
export interface SubscriptionListing extends Page {
  readonly publisherId: string | null;
  readonly label?: string | undefined;
  readonly search?: string | undefined;
  /** Of the feed itself. */
  readonly verdict?: Verdict | undefined;
}

/** One page of a publisher's feeds; of everybody's when `publisherId` is null, for ops. */
export async function listSubscriptions(
  db: Db,
  input: SubscriptionListing,
): Promise<readonly Subscription[]> {
  const label = input.label === undefined ? undefined : toText(input.label);
  const pattern = containing(input.search ?? "");
  const { rows } = await sql<Subscription>`
    SELECT ${subscriptionColumns} FROM subscriptions s JOIN feeds f ON f.id = s.feed_id
    WHERE s.ended_at IS NULL AND ${ownedBy(input.publisherId)}
      AND ${input.after === undefined ? sql`true` : sql`s.id < ${input.after}`}
      AND ${label === undefined ? sql`true` : sql`s.labels @> ARRAY[${label}::text]`}
      AND ${input.search === undefined ? sql`true` : sql`(f.title ILIKE ${pattern} OR f.url ILIKE ${pattern})`}
      AND ${input.verdict === undefined ? sql`true` : sql`f.verdict = ${input.verdict}::verdict`}
    ORDER BY s.id DESC LIMIT ${input.limit}`.execute(db);
  return rows;
}

function ownedBy(publisherId: string | null) {
  return publisherId === null ? sql`true` : sql`s.publisher_id = ${publisherId}`;
}
