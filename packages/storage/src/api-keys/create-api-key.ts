import { randomUUIDv7 } from "node:crypto";
import type { Role } from "../publishers/tables.ts";
import type { Db } from "../schema/database.ts";
import {
  type ApiKey,
  apiKeyColumns,
  apiKeyOf,
  generateApiKey,
  hashApiKey,
  prefixOfApiKey,
} from "./api-key.ts";

/** What a new key is for. `key` is given only for the bootstrap account; otherwise one is made. */
export interface NewApiKey {
  readonly publisherId: string;
  readonly roles: readonly Role[];
  readonly expiresAt?: Date | null;
  readonly key?: string;
  readonly now: Date;
}

/** Makes a key and gives it together with its row; it cannot be read again. The publisher must exist. */
export async function createApiKey(
  db: Db,
  input: NewApiKey,
): Promise<{ readonly key: string; readonly row: ApiKey }> {
  const key = input.key ?? generateApiKey();
  const row = await db
    .insertInto("api_keys")
    .values({
      id: randomUUIDv7(),
      publisher_id: input.publisherId,
      prefix: prefixOfApiKey(key),
      key_hash: hashApiKey(key),
      roles: [...input.roles],
      created_at: input.now,
      expires_at: input.expiresAt ?? null,
    })
    .returning(apiKeyColumns)
    .executeTakeFirstOrThrow();
  return { key, row: apiKeyOf(row) };
}
