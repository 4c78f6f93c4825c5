import type { Db } from "../schema/database.ts";

/** What a publisher sets for itself. */
export interface AccountSettings {
  /** How often it wants to be reminded of what is open and not acknowledged; null for never. */
  readonly remindEveryMinutes: number | null;
  /** Whether it wants a digest of the week by e-mail. */
  readonly weeklyDigest: boolean;
}

/** What is to be changed of them; what is left out stays as it is. */
export type AccountSettingsChange = {
  readonly [Setting in keyof AccountSettings]?: AccountSettings[Setting] | undefined;
};

/** The settings of a publisher that exists. */
export async function readAccountSettings(db: Db, publisherId: string): Promise<AccountSettings> {
  const row = await db
    .selectFrom("publishers")
    .select(["remind_every_minutes", "weekly_digest"])
    .where("id", "=", publisherId)
    .executeTakeFirstOrThrow();
  return { remindEveryMinutes: row.remind_every_minutes, weeklyDigest: row.weekly_digest };
}

/** Changes the settings of a publisher that exists. */
export async function saveAccountSettings(
  db: Db,
  publisherId: string,
  { remindEveryMinutes, weeklyDigest }: AccountSettingsChange,
): Promise<void> {
  const columns = {
    ...(remindEveryMinutes !== undefined && { remind_every_minutes: remindEveryMinutes }),
    ...(weeklyDigest !== undefined && { weekly_digest: weeklyDigest }),
  };
  if (Object.keys(columns).length === 0) return;
  await db.updateTable("publishers").set(columns).where("id", "=", publisherId).execute();
}
