import type { Db } from "../schema/database.ts";
import { toText } from "../schema/json.ts";

/** Changes the labels of a publisher's feed; false when it has no such active one. */
export async function updateSubscription(
  db: Db,
  input: { readonly id: string; readonly publisherId: string | null; readonly labels: readonly string[] },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("subscriptions")
    .set({ labels: input.labels.map(toText) })
    .where("id", "=", input.id)
    .where("ended_at", "is", null)
    .$if(input.publisherId !== null, (query) => query.where("publisher_id", "=", input.publisherId ?? ""))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
