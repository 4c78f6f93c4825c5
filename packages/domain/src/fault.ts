import { type FaultCode, faultCatalogue, type Severity } from "./fault-catalogue.ts";

/**
 * Something wrong with a target, as a value. Our own failures are thrown instead.
 *
 * `hop` is a 0-based index into the probe's hops, or null when no hop is to blame. `line` is a 1-based line of a
 * feed, or null. `doubt` is true when the fault says that we cannot tell whether a listener hears the episode (rate
 * limits, our bot refused, our own lag): it makes the verdict `inconclusive` unless something else is an outage.
 */
export interface Fault {
  readonly code: FaultCode;
  readonly severity: Severity;
  readonly message: string;
  readonly hop: number | null;
  readonly line: number | null;
  readonly doubt: boolean;
}

/** What a fault may say beyond its code; everything left out comes from the catalogue. */
export interface FaultDetails {
  readonly message?: string;
  readonly hop?: number | null;
  readonly line?: number | null;
  readonly severity?: Severity;
  readonly doubt?: boolean;
}

/** Builds a fault of `code`, taking severity, doubt and message from the catalogue where `details` has none. */
export function buildFault(code: FaultCode, details: FaultDetails = {}): Fault {
  const entry = faultCatalogue[code];
  return {
    code,
    severity: details.severity ?? entry.severity,
    message: details.message ?? entry.explanation,
    hop: details.hop ?? null,
    line: details.line ?? null,
    doubt: details.doubt ?? entry.doubt,
  };
}

/** Whether a look with these faults waited until its time was over, as the next one may. */
export function isSlow(faults: readonly Fault[]): boolean {
  return faults.some(({ code }) => code.endsWith(".timeout") || code === "http.stalled");
}
