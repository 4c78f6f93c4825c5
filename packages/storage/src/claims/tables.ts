import type { Generated } from "kysely";

/** What can be scheduled. */
export type ScheduledKind = "feed" | "media" | "host" | "delivery";

/** The tables of due times and claims. */
export interface ClaimTables {
  schedule: {
    kind: ScheduledKind;
    subject_id: number;
    host_id: number | null;
    lane: number;
    due_at: Date;
    ready_at: Date;
    slotted: Generated<boolean>;
    claim_id: Generated<string | null>;
    lease_until: Generated<Date | null>;
    again_lane: Generated<number | null>;
    parked_by: Generated<number | null>;
    away_from: Generated<string | null>;
    slow: Generated<boolean>;
    failures: Generated<number>;
  };
  host_slots: {
    host_id: number;
    next_slot_at: Date;
    open_at: Date;
    visits: Generated<Date[]>;
    restored_at: Generated<Date | null>;
    slowed_at: Generated<Date | null>;
    closed_until: Generated<Date | null>;
    faults_in_row: Generated<number>;
  };
  host_requests: {
    day: string;
    host_id: number;
    requests: number;
  };
}
