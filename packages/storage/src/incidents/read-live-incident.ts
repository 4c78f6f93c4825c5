import type { Db } from "../schema/database.ts";
import type { IncidentRow } from "./incident-row.ts";

/** The incident of a key that is open or recovering, or undefined. */
export function readLiveIncident(db: Db, key: string): Promise<IncidentRow | undefined> {
  return db
    .selectFrom("incidents")
    .selectAll()
    .where("key", "=", key)
    .where("state", "<>", "resolved")
    .executeTakeFirst();
}
