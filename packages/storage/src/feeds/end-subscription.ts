import { sql } from "kysely";
import { withdrawMedia } from "../crawls/schedule-media.ts";
import type { Db } from "../schema/database.ts";

/** What an unsubscription did. */
export interface EndedSubscription {
  readonly feedId: number;
  /** Whether nobody watches the feed any more, so that it and its enclosures went off the schedule. */
  readonly last: boolean;
  /** Media that nobody watches any more: their incidents are to be closed as withdrawn. */
  readonly mediaIds: readonly number[];
}

/**
 * Ends a publisher's subscription; undefined when it has no such active one. With the last one the feed is no longer
 * crawled, nor probed what only it carried. Must run inside a transaction.
 */
export async function endSubscription(
  tx: Db,
  input: { readonly id: string; readonly publisherId: string | null; readonly now: Date },
): Promise<EndedSubscription | undefined> {
  const active = await tx
    .selectFrom("subscriptions")
    .select("feed_id")
    .where("id", "=", input.id)
    .where("ended_at", "is", null)
    .$if(input.publisherId !== null, (query) => query.where("publisher_id", "=", input.publisherId ?? ""))
    .executeTakeFirst();
  if (active === undefined) return undefined;
  const feedId = active.feed_id;
  await tx.selectFrom("feeds").select("id").where("id", "=", feedId).forNoKeyUpdate().execute();
  const ended = await tx
    .updateTable("subscriptions")
    .set({ ended_at: input.now })
    .where("id", "=", input.id)
    .where("ended_at", "is", null)
    .returning("id")
    .executeTakeFirst();
  if (ended === undefined) return undefined;
  const others = await tx
    .selectFrom("subscriptions")
    .select("id")
    .where("feed_id", "=", feedId)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  if (others !== undefined) return { feedId, last: false, mediaIds: [] };
  return { feedId, last: true, mediaIds: await stopWatching(tx, feedId) };
}

async function stopWatching(tx: Db, feedId: number): Promise<readonly number[]> {
  await sql`DELETE FROM schedule WHERE kind = 'feed' AND subject_id = ${feedId}`.execute(tx);
  const carried = await tx
    .selectFrom("enclosures")
    .select("media_id")
    .where("feed_id", "=", feedId)
    .execute();
  return withdrawMedia(
    tx,
    carried.map((row) => row.media_id),
  );
}
