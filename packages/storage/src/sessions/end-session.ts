import type { Db } from "../schema/database.ts";
import { hashSessionToken } from "./create-session.ts";

/** Signs out whoever holds the token; nothing happens when nobody does. */
export async function endSession(db: Db, token: string): Promise<void> {
  await db.deleteFrom("sessions").where("token_hash", "=", hashSessionToken(token)).execute();
}
