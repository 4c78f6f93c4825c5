import type { Db } from "../schema/database.ts";

/** Whether there was ever an incident of this key. */
export async function wasEverBroken(db: Db, key: string): Promise<boolean> {
  const row = await db
    .selectFrom("incidents")
    .select("id")
    .where("key", "=", key)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
