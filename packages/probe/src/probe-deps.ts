import type { Egress } from "@earshot/egress";
import type { ProbeLimits } from "./limits.ts";

/** What every probe needs; one for the life of a prober. */
export interface ProbeDeps {
  readonly egress: Egress;
  /** Where this process runs, as recorded in every outcome. */
  readonly vantage: string;
  readonly clock: () => Date;
  readonly limits: ProbeLimits;
}
