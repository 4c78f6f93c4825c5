import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** The media of a feed, newest episode first; at most `limit`. */
export async function readMediaIds(
  db: Db,
  input: { readonly feedId: number; readonly limit: number },
): Promise<readonly number[]> {
  const { rows } = await sql<{ media_id: number }>`
    SELECT media_id FROM enclosures WHERE feed_id = ${input.feedId} AND vanished_at IS NULL
    ORDER BY coalesce(published_at, '-infinity') DESC, id DESC LIMIT ${input.limit}`.execute(db);
  return [...new Set(rows.map((row) => row.media_id))];
}
