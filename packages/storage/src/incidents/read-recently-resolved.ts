import type { Db } from "../schema/database.ts";
import type { IncidentRow } from "./incident-row.ts";

/** The latest incident of a key that recovered at `since` or later, or undefined: trouble now is its relapse. */
export function readRecentlyResolved(db: Db, key: string, since: Date): Promise<IncidentRow | undefined> {
  return db
    .selectFrom("incidents")
    .selectAll()
    .where("key", "=", key)
    .where("state", "=", "resolved")
    .where("reason", "=", "recovered")
    .where("resolved_at", ">=", since)
    .orderBy("resolved_at", "desc")
    .executeTakeFirst();
}
