import type { ApiKey } from "../api-keys/api-key.ts";
import { findApiKeyBy } from "../api-keys/find-api-key.ts";
import type { Db } from "../schema/database.ts";
import { hashSessionToken } from "./create-session.ts";

/** A browser that is signed in, with the key that it signed in by. */
export interface Session {
  readonly id: string;
  readonly expiresAt: Date;
  readonly key: ApiKey;
}

/** The session of a token; undefined when there is none, it is past its time, or its key is revoked or expired. */
export async function findSession(
  db: Db,
  input: { readonly token: string; readonly now: Date },
): Promise<Session | undefined> {
  const { now } = input;
  const session = await db
    .selectFrom("sessions")
    .select(["id", "expires_at", "api_key_id"])
    .where("token_hash", "=", hashSessionToken(input.token))
    .where("expires_at", ">", now)
    .executeTakeFirst();
  if (session === undefined) return undefined;
  const key = await findApiKeyBy(db, { column: "id", value: session.api_key_id, now });
  return key && { id: session.id, expiresAt: session.expires_at, key };
}
