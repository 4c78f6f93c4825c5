import { sql } from "kysely";
import { hashApiKey } from "../api-keys/api-key.ts";
import { createApiKey } from "../api-keys/create-api-key.ts";
import type { Db } from "../schema/database.ts";
import { createPublisher } from "./create-publisher.ts";

const bootstrapLockId = 3_428_907_134;

/**
 * Makes sure that the bootstrap key opens the first account, publisher and ops in one: makes the account if there is
 * none, and adds the key if it is new. A key that was revoked stays so. Must run inside a transaction; several at
 * once wait for each other.
 */
export async function bootstrapAccount(
  tx: Db,
  input: { readonly key: string; readonly now: Date },
): Promise<{ readonly publisherId: string; readonly created: boolean }> {
  await sql`SELECT pg_advisory_xact_lock(${bootstrapLockId})`.execute(tx);
  const known = await tx
    .selectFrom("api_keys")
    .select("publisher_id")
    .where("key_hash", "=", hashApiKey(input.key))
    .executeTakeFirst();
  if (known !== undefined) return { publisherId: known.publisher_id, created: false };
  const first = await tx
    .selectFrom("publishers")
    .select("id")
    .orderBy("created_at")
    .orderBy("id")
    .executeTakeFirst();
  const { id } = first ?? (await createPublisher(tx, { name: "First account", now: input.now }));
  await createApiKey(tx, { publisherId: id, roles: ["publisher", "ops"], key: input.key, now: input.now });
  return { publisherId: id, created: first === undefined };
}
