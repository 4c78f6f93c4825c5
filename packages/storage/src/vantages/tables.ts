import type { FaultCode } from "@earshot/domain";
import type { Generated } from "kysely";
import type { ScheduledKind } from "../claims/tables.ts";

/** What a process may suspect itself of. */
export type Suspicion = "ipv4" | "ipv6" | "clock" | "names" | "lag";

/** What is done from a vantage: probing enclosures and checking hosts, or fetching feeds. */
export type VantageWork = "checks" | "crawls";

/** Tables of processes that look at the world, and of what they see differently. */
export interface VantageTables {
  vantage_processes: {
    id: string;
    vantage: string;
    checks: boolean;
    crawls: Generated<boolean>;
    started_at: Generated<Date>;
    seen_at: Generated<Date>;
    suspicions: Suspicion[];
    suspect_at: Generated<Date | null>;
    cleared_at: Generated<Date | null>;
    clock_offset_ms: number | null;
  };
  regional_views: {
    kind: ScheduledKind;
    subject_id: number;
    vantage: string;
    bad: boolean;
    codes: FaultCode[];
    at: Date;
  };
}
