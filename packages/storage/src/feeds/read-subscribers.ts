import type { Db } from "../schema/database.ts";

/** Who watches a feed: each publisher with the id of its own subscription, which is the feed's id in the API. */
export async function readSubscribers(
  db: Db,
  feedId: number,
): Promise<readonly { readonly publisherId: string; readonly subscriptionId: string }[]> {
  const rows = await db
    .selectFrom("subscriptions")
    .select(["publisher_id", "id"])
    .where("feed_id", "=", feedId)
    .where("ended_at", "is", null)
    .execute();
  return rows.map(({ publisher_id, id }) => ({ publisherId: publisher_id, subscriptionId: id }));
}
