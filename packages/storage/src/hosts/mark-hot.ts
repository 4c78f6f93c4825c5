import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

const hotForMs = 2 * 60 * 60_000;

/** Marks hosts as being on the way of just published episodes for the next hours. Kept coarse: at most hourly. */
export async function markHot(tx: Db, hostIds: readonly number[], now: Date): Promise<void> {
  if (hostIds.length === 0) return;
  const until = new Date(now.getTime() + hotForMs);
  const soon = new Date(now.getTime() + hotForMs / 2);
  await sql`
    UPDATE hosts SET hot_until = ${until} WHERE id IN (
      SELECT id FROM hosts WHERE id = ANY(${hostIds}::bigint[]) AND (hot_until IS NULL OR hot_until < ${soon})
      FOR NO KEY UPDATE SKIP LOCKED)`.execute(tx);
}
