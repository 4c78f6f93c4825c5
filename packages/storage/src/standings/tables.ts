import type { Generated } from "kysely";

/** What can change how feeds stand. */
export type StandingCause = "feed" | "media" | "host";

/** The table of what is to be worked out anew. */
export interface StandingTables {
  standing_changes: {
    id: Generated<number>;
    kind: StandingCause;
    subject_id: number;
  };
}
