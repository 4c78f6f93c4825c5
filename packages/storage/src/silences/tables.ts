/** `maintenance`: planned, with an end. `mute`: until it is lifted, or until its end. */
export type SilenceKind = "maintenance" | "mute";

/** Table of maintenance windows and mutes. */
export interface SilenceTables {
  silences: {
    id: string;
    publisher_id: string;
    kind: SilenceKind;
    subscription_id: string | null;
    hostname: string | null;
    incident_id: string | null;
    starts_at: Date;
    ends_at: Date | null;
    note: string | null;
    created_at: Date;
  };
}
