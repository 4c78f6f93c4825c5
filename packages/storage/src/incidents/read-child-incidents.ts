import type { Db } from "../schema/database.ts";
import type { IncidentRow } from "./incident-row.ts";

/** The live incidents of feeds that turned out to be a part of this one. */
export function readChildIncidents(db: Db, parentId: string): Promise<readonly IncidentRow[]> {
  return db
    .selectFrom("incidents")
    .selectAll()
    .where("parent_id", "=", parentId)
    .where("state", "<>", "resolved")
    .orderBy("key")
    .execute();
}
