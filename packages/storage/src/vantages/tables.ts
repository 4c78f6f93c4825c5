import type { Generated } from "kysely";

/** What a process may suspect itself of. */
export type Suspicion = "ipv4" | "ipv6" | "clock" | "lag";

/** The table of processes that look at the world. */
export interface VantageTables {
  vantage_processes: {
    id: string;
    vantage: string;
    checks: boolean;
    started_at: Generated<Date>;
    seen_at: Generated<Date>;
    suspicions: Suspicion[];
    suspect_at: Generated<Date | null>;
    cleared_at: Generated<Date | null>;
    clock_offset_ms: number | null;
  };
}
