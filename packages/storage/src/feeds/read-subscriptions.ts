import type { Verdict } from "@earshot/domain";
import { sql } from "kysely";
import { containing } from "../schema/containing.ts";
import type { Db } from "../schema/database.ts";
import { toText } from "../schema/json.ts";
import type { Page } from "../schema/page.ts";
import type { Standing } from "../standings/standing.ts";
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

/** Where a page of the list with the worst first begins: after the feed that stood so and has that id. */
export interface StandingPlace {
  readonly standing: Standing;
  readonly id: string;
}

/** Which feeds to list. `label`, `search` (in title and URL), `verdict` and `standing` narrow it. */
export interface SubscriptionListing extends Page {
  readonly publisherId: string | null;
  readonly label?: string | undefined;
  readonly search?: string | undefined;
  /** Of the feed itself. */
  readonly verdict?: Verdict | undefined;
  readonly standing?: Standing | undefined;
  /** The newest registration first, or the worst first and of those that stand alike the newest. */
  readonly order?: "newest" | "worst" | undefined;
  /** Where a page of the order `worst` begins; `after` is for the other one. */
  readonly afterStanding?: StandingPlace | undefined;
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
    WHERE s.ended_at IS NULL AND ${ownedBy(input.publisherId)} AND ${beginsAt(input)}
      AND ${label === undefined ? sql`true` : sql`s.labels @> ARRAY[${label}::text]`}
      AND ${input.search === undefined ? sql`true` : sql`(f.title ILIKE ${pattern} OR f.url ILIKE ${pattern})`}
      AND ${input.verdict === undefined ? sql`true` : sql`f.verdict = ${input.verdict}::verdict`}
      AND ${input.standing === undefined ? sql`true` : sql`s.standing = ${input.standing}::standing`}
    ORDER BY ${input.order === "worst" ? sql`s.standing DESC, s.id DESC` : sql`s.id DESC`}
    LIMIT ${input.limit}`.execute(db);
  return rows;
}

/** Row comparison follows the index by standing. */
function beginsAt({ after, afterStanding, order }: SubscriptionListing) {
  if (order === "worst")
    return afterStanding === undefined
      ? sql`true`
      : sql`(s.standing, s.id) < (${afterStanding.standing}::standing, ${afterStanding.id}::uuid)`;
  return after === undefined ? sql`true` : sql`s.id < ${after}`;
}

function ownedBy(publisherId: string | null) {
  return publisherId === null ? sql`true` : sql`s.publisher_id = ${publisherId}`;
}
