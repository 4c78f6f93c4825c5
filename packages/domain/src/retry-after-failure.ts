const minuteMs = 60_000;
const waitsMs: readonly number[] = [minuteMs, 5 * minuteMs, 30 * minuteMs, 2 * 60 * minuteMs];
const setAsideMs = 24 * 60 * minuteMs;

/** After so many failures in a row a subject is set aside: looked at once a day, and told to ops. */
export const failuresToSetAside = waitsMs.length + 1;

/** How long a subject waits, in milliseconds, after work on it has ended in a fault of ours for the time `failures` (from 1). */
export function retryAfterFailureMs(failures: number): number {
  return waitsMs[failures - 1] ?? setAsideMs;
}
