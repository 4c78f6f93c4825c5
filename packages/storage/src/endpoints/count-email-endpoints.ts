import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** How many e-mail addresses wait for notices: with none there is no need of a mail server. */
export async function countEmailEndpoints(db: Db): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    SELECT count(*)::int AS total FROM endpoints WHERE kind = 'email' AND enabled AND deleted_at IS NULL`.execute(
    db,
  );
  return rows[0]?.total ?? 0;
}
