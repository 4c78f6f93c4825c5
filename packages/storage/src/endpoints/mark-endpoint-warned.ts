import type { Db } from "../schema/database.ts";

/** Notes that the publisher was warned of a failing endpoint, which happens once until its next success. */
export async function markEndpointWarned(tx: Db, id: string, now: Date): Promise<void> {
  await tx.updateTable("endpoints").set({ warned_at: now }).where("id", "=", id).execute();
}
