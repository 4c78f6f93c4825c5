import type { Selectable } from "kysely";
import type { IncidentTables } from "./tables.ts";

/** An incident as stored. */
export type IncidentRow = Selectable<IncidentTables["incidents"]>;
