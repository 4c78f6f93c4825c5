import type { Kysely } from "kysely";
import type { CalendarTables } from "../calendars/tables.ts";
import type { ClaimTables } from "../claims/tables.ts";
import type { CoverageTables } from "../coverage/tables.ts";
import type { DeliveryTables } from "../deliveries/tables.ts";
import type { EndpointTables } from "../endpoints/tables.ts";
import type { EvidenceTables } from "../evidence/tables.ts";
import type { FeedTables } from "../feeds/tables.ts";
import type { HistoryTables } from "../history/tables.ts";
import type { HostTables } from "../hosts/tables.ts";
import type { IdempotencyTables } from "../idempotency/tables.ts";
import type { IncidentTables } from "../incidents/tables.ts";
import type { LiveTables } from "../live/tables.ts";
import type { MediaTables } from "../media/tables.ts";
import type { NoticeTables } from "../notices/tables.ts";
import type { AccountTables } from "../publishers/tables.ts";
import type { RollupTables } from "../rollups/tables.ts";
import type { SessionTables } from "../sessions/tables.ts";
import type { SilenceTables } from "../silences/tables.ts";
import type { StandingTables } from "../standings/tables.ts";
import type { VantageTables } from "../vantages/tables.ts";

/** Every table there is. */
export interface Database
  extends AccountTables,
    CalendarTables,
    ClaimTables,
    CoverageTables,
    DeliveryTables,
    EndpointTables,
    EvidenceTables,
    FeedTables,
    HistoryTables,
    HostTables,
    IdempotencyTables,
    IncidentTables,
    LiveTables,
    MediaTables,
    NoticeTables,
    VantageTables,
    SilenceTables,
    StandingTables,
    RollupTables,
    SessionTables {}

/** The store's connection pool or a transaction on it; every query takes either. */
export type Db = Kysely<Database>;
