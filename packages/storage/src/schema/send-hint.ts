import { sql } from "kysely";
import type { Db } from "./database.ts";

/** Channels on which a committed change tells waiting loops to look now. A hint only: loops also look by themselves. */
export const hintChannels = {
  notices: "earshot_notices",
  deliveries: "earshot_deliveries",
  due: "earshot_due",
} as const;

/** A channel of `hintChannels`. */
export type HintChannel = (typeof hintChannels)[keyof typeof hintChannels];

/** Sends a hint with the caller's transaction: receivers hear it when that commits, and never when it does not. */
export async function sendHint(tx: Db, channel: HintChannel): Promise<void> {
  await sql`SELECT pg_notify(${channel}, '')`.execute(tx);
}
