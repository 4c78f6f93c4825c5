import type { Selectable } from "kysely";
import type { EndpointTables } from "./tables.ts";

/** An endpoint as stored, its URL and secrets sealed. */
export type EndpointRow = Selectable<EndpointTables["endpoints"]>;
