const secondMs = 1_000;

/** Attempts at one endpoint that may be under way at a time, over the whole fleet. */
const attemptsAtOnceMax = 8;
/** From this many failures in a row on, an endpoint is taken to be dead: one attempt at a time, and rests between. */
const failuresToRest = 10;
const firstRestMs = 15 * secondMs;
const restMaxMs = 5 * 60 * secondMs;

/** How many attempts at an endpoint may be under way at a time, by its failures in a row. */
export function attemptsAtOnce(failures: number): number {
  return failures < failuresToRest ? attemptsAtOnceMax : 1;
}

/**
 * How long an endpoint is left alone after a failure, whatever waits for it, in milliseconds: nothing at first, then 15
 * seconds, doubled with each further failure up to 5 minutes. What waits for it keeps its own schedule of attempts; this
 * only keeps hundreds of waiting notices from being hundreds of time-outs.
 */
export function restAfterFailuresMs(failures: number): number {
  const beyond = failures - failuresToRest;
  return beyond < 0 ? 0 : Math.min(firstRestMs * 2 ** beyond, restMaxMs);
}
