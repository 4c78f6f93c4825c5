import type { Selectable } from "kysely";
import type { SilenceTables } from "./tables.ts";

/** A maintenance window or a mute as stored. */
export type SilenceRow = Selectable<SilenceTables["silences"]>;
