/** A point in time that work must not pass, on the monotonic clock. */
export interface Deadline {
  /** `performance.now()` value at which the work ends. */
  readonly at: number;
}

/** A deadline `ms` milliseconds from now. */
export function deadlineIn(ms: number): Deadline {
  return { at: performance.now() + ms };
}

/** Milliseconds left, at least 0, and at most `phaseMs`, the phase's own limit. */
export function remainingMs(deadline: Deadline, phaseMs = Number.POSITIVE_INFINITY): number {
  return Math.max(0, Math.min(phaseMs, deadline.at - performance.now()));
}
