import type { Db } from "../schema/database.ts";
import { type ApiKey, apiKeyColumns, apiKeyOf, hashApiKey } from "./api-key.ts";

const touchEveryMs = 60_000;

/** The key as presented by a client, or undefined when it is unknown, revoked or expired. Its last use is kept to the minute. */
export async function findApiKey(
  db: Db,
  input: { readonly key: string; readonly now: Date },
): Promise<ApiKey | undefined> {
  const row = await db
    .selectFrom("api_keys")
    .select(apiKeyColumns)
    .where("key_hash", "=", hashApiKey(input.key))
    .where("revoked_at", "is", null)
    .where((where) => where.or([where("expires_at", "is", null), where("expires_at", ">", input.now)]))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const staleBefore = new Date(input.now.getTime() - touchEveryMs);
  if (row.last_used_at === null || row.last_used_at < staleBefore) {
    await db.updateTable("api_keys").set({ last_used_at: input.now }).where("id", "=", row.id).execute();
  }
  return apiKeyOf(row);
}
