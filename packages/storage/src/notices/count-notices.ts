import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** How many notices whose dedupe key begins so were written since then: what keeps one kind within its bounds. */
export async function countNotices(
  db: Db,
  which: { readonly dedupePrefix: string; readonly since: Date },
): Promise<number> {
  const { dedupePrefix, since } = which;
  const { rows } = await sql<{ total: number }>`
    SELECT count(*) AS total FROM notices
    WHERE dedupe_key >= ${dedupePrefix} AND dedupe_key < ${`${dedupePrefix}\u{10ffff}`}
      AND created_at >= ${since}`.execute(db);
  return rows[0]?.total ?? 0;
}
