import { createHash, randomBytes, randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import type { ApiKey } from "../api-keys/api-key.ts";
import type { Db } from "../schema/database.ts";

/** Sessions that one key may have at a time; the oldest ends when there is one more. */
const sessionsPerKeyMax = 100;

/** What is stored of a session's token. */
export function hashSessionToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/**
 * Signs a browser in with a key, until `expiresAt` at the latest and never longer than the key lives. Gives the token,
 * 32 random bytes, which cannot be read again. Must run inside a transaction.
 */
export async function createSession(
  tx: Db,
  input: { readonly key: ApiKey; readonly expiresAt: Date; readonly now: Date },
): Promise<{ readonly token: string; readonly expiresAt: Date }> {
  const { key, now } = input;
  const endsWithKey = key.expiresAt !== null && key.expiresAt < input.expiresAt;
  const expiresAt = endsWithKey ? key.expiresAt : input.expiresAt;
  const token = `es_${randomBytes(32).toString("base64url")}`;
  await tx
    .insertInto("sessions")
    .values({
      id: randomUUIDv7(),
      token_hash: hashSessionToken(token),
      api_key_id: key.id,
      created_at: now,
      expires_at: expiresAt,
    })
    .execute();
  await sql`
    DELETE FROM sessions WHERE id IN (
      SELECT id FROM sessions WHERE api_key_id = ${key.id} ORDER BY id DESC OFFSET ${sessionsPerKeyMax})`.execute(
    tx,
  );
  return { token, expiresAt };
}
