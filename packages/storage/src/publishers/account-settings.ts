import type { Db } from "../schema/database.ts";

/** What a publisher sets for itself. */
export interface AccountSettings {
  /** How often it wants to be reminded of what is open and not acknowledged; null for never. */
  readonly remindEveryMinutes: number | null;
}

/** The settings of a publisher that exists. */
export async function readAccountSettings(db: Db, publisherId: string): Promise<AccountSettings> {
  const row = await db
    .selectFrom("publishers")
    .select("remind_every_minutes")
    .where("id", "=", publisherId)
    .executeTakeFirstOrThrow();
  return { remindEveryMinutes: row.remind_every_minutes };
}

/** Changes the settings of a publisher that exists. */
export async function saveAccountSettings(
  db: Db,
  publisherId: string,
  settings: AccountSettings,
): Promise<void> {
  await db
    .updateTable("publishers")
    .set({ remind_every_minutes: settings.remindEveryMinutes })
    .where("id", "=", publisherId)
    .execute();
}
