import type { Db } from "../schema/database.ts";
import type { Page } from "../schema/page.ts";
import { type ApiKey, apiKeyColumns, apiKeyOf } from "./api-key.ts";

/** One page of a publisher's keys (of all keys when `publisherId` is null, for ops), newest first. */
export async function listApiKeys(
  db: Db,
  input: Page & { readonly publisherId: string | null },
): Promise<readonly ApiKey[]> {
  const rows = await db
    .selectFrom("api_keys")
    .select(apiKeyColumns)
    .$if(input.publisherId !== null, (query) => query.where("publisher_id", "=", input.publisherId ?? ""))
    .$if(input.after !== undefined, (query) => query.where("id", "<", input.after ?? ""))
    .orderBy("id", "desc")
    .limit(input.limit)
    .execute();
  return rows.map(apiKeyOf);
}
