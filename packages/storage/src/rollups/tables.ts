/** What an hour of looks is about: a feed's enclosures, a host's URLs, or a host's own checks. */
export type RollupKind = "feed" | "host" | "check";

/** The table of hourly sums. */
export interface RollupTables {
  rollups: {
    kind: RollupKind;
    subject_id: number;
    /** The beginning of the hour. */
    at: Date;
    vantage: string;
    healthy: number;
    degraded: number;
    unreachable: number;
    inconclusive: number;
    /** Pairs of a bucket and how many fell into it. */
    latency: readonly (readonly [number, number])[];
  };
}
