import type { PhaseTimings } from "@earshot/domain";

/** Timings as they are recorded: to the microsecond, since what a clock adds beyond that is noise that only takes room. */
export function roundTimings(phases: Omit<PhaseTimings, "totalMs">, totalMs: number): PhaseTimings {
  return {
    dnsMs: roundMs(phases.dnsMs),
    connectMs: roundMs(phases.connectMs),
    tlsMs: roundMs(phases.tlsMs),
    firstByteMs: roundMs(phases.firstByteMs),
    totalMs: roundMs(totalMs),
  };
}

function roundMs(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms * 1_000) / 1_000;
}
