import { createHash, randomBytes } from "node:crypto";
import type { Db } from "../schema/database.ts";

/** Whose deadlines a calendar shows, and since when it can be read. */
export interface Calendar {
  readonly publisherId: string;
  readonly createdAt: Date;
}

function hashToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** Opens a publisher's calendar under a new token, which cannot be read again; the one before means nothing any more. */
export async function openCalendar(
  db: Db,
  input: { readonly publisherId: string; readonly now: Date },
): Promise<{ readonly token: string; readonly calendar: Calendar }> {
  const token = randomBytes(32).toString("base64url");
  const fresh = { token_hash: hashToken(token), created_at: input.now };
  await db
    .insertInto("calendars")
    .values({ publisher_id: input.publisherId, ...fresh })
    .onConflict((conflict) => conflict.column("publisher_id").doUpdateSet(fresh))
    .execute();
  return { token, calendar: { publisherId: input.publisherId, createdAt: input.now } };
}

/** A publisher's calendar, or undefined when it has none. */
export async function readCalendar(db: Db, publisherId: string): Promise<Calendar | undefined> {
  const row = await db
    .selectFrom("calendars")
    .select("created_at")
    .where("publisher_id", "=", publisherId)
    .executeTakeFirst();
  return row && { publisherId, createdAt: row.created_at };
}

/** The calendar that a token opens, or undefined. */
export async function findCalendar(db: Db, token: string): Promise<Calendar | undefined> {
  const row = await db
    .selectFrom("calendars")
    .select(["publisher_id", "created_at"])
    .where("token_hash", "=", hashToken(token))
    .executeTakeFirst();
  return row && { publisherId: row.publisher_id, createdAt: row.created_at };
}

/** Closes a publisher's calendar; nothing happens when it has none. */
export async function closeCalendar(db: Db, publisherId: string): Promise<void> {
  await db.deleteFrom("calendars").where("publisher_id", "=", publisherId).execute();
}
