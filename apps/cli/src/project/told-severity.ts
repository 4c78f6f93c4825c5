import type { Fault, Severity } from "@earshot/domain";

/**
 * The severity of a fault as it is told where nothing else says that it is in doubt: an outage that may be none is a
 * warning, so that a verdict always follows from the severities beside it.
 */
export function toldSeverity({ severity, doubt }: Fault): Severity {
  return doubt && severity === "outage" ? "warning" : severity;
}
