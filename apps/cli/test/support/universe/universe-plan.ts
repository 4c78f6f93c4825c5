import type { Periods } from "@earshot/domain";
import type { CoverageTerms } from "@earshot/storage";

/** A simulated universe of podcasts. */
export interface UniversePlan {
  readonly databaseUrl: string;
  readonly feeds: number;
  readonly enclosuresPerFeed: number;
  readonly hosts: number;
  /** How long to play, when the third-largest host's certificate lapses, and when it is renewed: minutes from the start. */
  readonly minutes: number;
  readonly lapseAt: number;
  readonly renewAt: number;
  readonly periods: Periods;
  readonly hostRate: number;
  readonly hostConcurrency: number;
  /** How often coverage is looked at in any case, in minutes. */
  readonly coverageEvery: number;
  /** Ends the play before its time; what happened until then is reported. */
  readonly signal?: AbortSignal;
  /** Told of the progress, once a simulated minute. */
  readonly onMinute?: (minute: number) => void;
}

/** The host, by its place in the plan from 1, whose certificate lapses: the third-largest. */
export const lapsingHostId = 3;

/** By what a plan's coverage is measured: hosts that nothing presses are checked five times less often. */
export function coverageTermsOf({ periods, hostRate }: UniversePlan): Omit<CoverageTerms, "now"> {
  const { feedMs, hostMs, enclosureMs, catalogueMs } = periods;
  return { feedMs, enclosureMs, catalogueMs, hostMs: hostMs * 5, hostRate };
}
