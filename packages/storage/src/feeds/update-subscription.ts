import type { Db } from "../schema/database.ts";
import { toText } from "../schema/json.ts";

/** What of a feed its publisher may change; what is left out stays. */
export interface SubscriptionChange {
  readonly labels?: readonly string[] | undefined;
  readonly watchStaleness?: boolean | undefined;
  readonly publicStatus?: boolean | undefined;
  /** How often to fetch it, from 5 to 360 minutes; null leaves it to the operator. */
  readonly checkEveryMinutes?: number | null | undefined;
}

/** Changes a publisher's feed; false when it has no such active one. */
export async function updateSubscription(
  db: Db,
  target: { readonly id: string; readonly publisherId: string | null },
  { labels, watchStaleness, publicStatus, checkEveryMinutes }: SubscriptionChange,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("subscriptions")
    .set({
      id: target.id,
      ...(labels !== undefined && { labels: labels.map(toText) }),
      ...(watchStaleness !== undefined && { watch_staleness: watchStaleness }),
      ...(publicStatus !== undefined && { public_status: publicStatus }),
      ...(checkEveryMinutes !== undefined && { check_every_minutes: checkEveryMinutes }),
    })
    .where("id", "=", target.id)
    .where("ended_at", "is", null)
    .$if(target.publisherId !== null, (query) => query.where("publisher_id", "=", target.publisherId ?? ""))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
