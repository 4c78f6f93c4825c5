/** A host that has just come back is asked this many times less often at first, and at its full rate after this time. */
const rampFactor = 10;
const rampMs = 60_000;

/**
 * How long after its host's recovery the parked URL number `place` (from 0) is due, in milliseconds. The rate grows
 * evenly from a tenth of `hostRate` (requests a second) to all of it within a minute, so that a host that has just
 * stood up again is not run over.
 */
export function drainDelayMs(place: number, hostRate: number): number {
  const full = hostRate / 1_000;
  const first = full / rampFactor;
  const growth = (full - first) / rampMs;
  const inRamp = ((first + full) / 2) * rampMs;
  if (place >= inRamp) return rampMs + (place - inRamp) / full;
  return (Math.sqrt(first * first + 2 * growth * place) - first) / growth;
}
