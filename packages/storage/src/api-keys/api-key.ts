import { createHash, randomBytes } from "node:crypto";
import type { Selectable } from "kysely";
import type { AccountTables, Role } from "../publishers/tables.ts";

/** A key as it may be shown: never the key itself, of which only a hash is stored. */
export interface ApiKey {
  readonly id: string;
  readonly publisherId: string;
  /** The first characters, to tell keys apart. */
  readonly prefix: string;
  readonly roles: readonly Role[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

const prefixLength = 10;

/** A new key: `ek_` and 32 random bytes. */
export function generateApiKey(): string {
  return `ek_${randomBytes(32).toString("base64url")}`;
}

/** What is stored of a key. */
export function hashApiKey(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

/** What is shown of a key; of a short one, chosen by an operator, at most a third. */
export function prefixOfApiKey(key: string): string {
  return key.slice(0, Math.min(prefixLength, Math.floor(key.length / 3)));
}

/** A key's row without its hash. */
export function apiKeyOf(row: Omit<Selectable<AccountTables["api_keys"]>, "key_hash">): ApiKey {
  return {
    id: row.id,
    publisherId: row.publisher_id,
    prefix: row.prefix,
    roles: row.roles,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  };
}

/** The columns that `apiKeyOf` takes. */
export const apiKeyColumns = [
  "id",
  "publisher_id",
  "prefix",
  "roles",
  "created_at",
  "expires_at",
  "last_used_at",
  "revoked_at",
] as const;
