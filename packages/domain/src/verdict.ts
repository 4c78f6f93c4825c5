import type { Fault } from "./fault.ts";

/**
 * What a probe concludes: `healthy` (a listener hears it, nothing to say), `degraded` (hears it, but something
 * should be fixed), `unreachable` (cannot hear it), `inconclusive` (we cannot tell).
 */
export type Verdict = "healthy" | "degraded" | "unreachable" | "inconclusive";

const worstFirst: readonly Verdict[] = ["unreachable", "inconclusive", "degraded", "healthy"];

/** The verdict that a list of faults amounts to: any outage, else any doubt, else any warning, else healthy. */
export function verdictOf(faults: readonly Fault[]): Verdict {
  if (faults.some((fault) => fault.severity === "outage" && !fault.doubt)) return "unreachable";
  if (faults.some((fault) => fault.doubt)) return "inconclusive";
  return faults.some((fault) => fault.severity === "warning") ? "degraded" : "healthy";
}

/** The worst of several verdicts (unreachable, inconclusive, degraded, healthy), or null for an empty list. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict | null {
  return worstFirst.find((verdict) => verdicts.includes(verdict)) ?? null;
}
