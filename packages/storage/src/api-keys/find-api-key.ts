import type { Db } from "../schema/database.ts";
import { type ApiKey, apiKeyColumns, apiKeyOf, hashApiKey } from "./api-key.ts";

const touchEveryMs = 60_000;

/** The key as presented by a client, or undefined when it is unknown, revoked or expired. Its last use is kept to the minute. */
export async function findApiKey(
  db: Db,
  input: { readonly key: string; readonly now: Date },
): Promise<ApiKey | undefined> {
  return findApiKeyBy(db, { column: "key_hash", value: hashApiKey(input.key), now: input.now });
}

/** As `findApiKey`, by its hash or, for whoever signed in with it, its id. */
export async function findApiKeyBy(
  db: Db,
  input: { readonly now: Date } & (
    | { readonly column: "key_hash"; readonly value: Buffer }
    | { readonly column: "id"; readonly value: string }
  ),
): Promise<ApiKey | undefined> {
  const row = await db
    .selectFrom("api_keys")
    .select(apiKeyColumns)
    .where(input.column, "=", input.value)
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
