import type { Kysely } from "kysely";
import type { ClaimTables } from "../claims/tables.ts";
import type { FeedTables } from "../feeds/tables.ts";
import type { HistoryTables } from "../history/tables.ts";
import type { HostTables } from "../hosts/tables.ts";
import type { MediaTables } from "../media/tables.ts";
import type { AccountTables } from "../publishers/tables.ts";

/** Every table there is. */
export interface Database
  extends AccountTables,
    ClaimTables,
    FeedTables,
    HistoryTables,
    HostTables,
    MediaTables {}

/** The store's connection pool or a transaction on it; every query takes either. */
export type Db = Kysely<Database>;
