import type { CoverageKind } from "./read-coverage.ts";

/** The table of coverage that is or was below its floor. */
export interface CoverageTables {
  coverage_alerts: {
    kind: CoverageKind;
    is_below: boolean;
    share: number;
    floor: number;
    since: Date;
  };
}
