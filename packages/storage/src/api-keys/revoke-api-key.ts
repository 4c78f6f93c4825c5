import type { Db } from "../schema/database.ts";

/** Ends a key of the publisher (any key when `publisherId` is null, for ops); false when there is no such live key. */
export async function revokeApiKey(
  db: Db,
  input: { readonly id: string; readonly publisherId: string | null; readonly now: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("api_keys")
    .set({ revoked_at: input.now })
    .where("id", "=", input.id)
    .where("revoked_at", "is", null)
    .$if(input.publisherId !== null, (query) => query.where("publisher_id", "=", input.publisherId ?? ""))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
