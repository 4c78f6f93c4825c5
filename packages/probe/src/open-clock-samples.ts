import type { ClockSample, Probe } from "@earshot/domain";
import { siteOf } from "./site-of.ts";

/** What the Date headers of recent answers said about our clock. */
export interface ClockSamples {
  /** Takes the Date of each answer of a probe that has just ended. */
  note(probe: Probe): void;
  /** The latest of each site, at most ten minutes old. */
  samples(): readonly ClockSample[];
}

/** The clock that is measured, and one that nobody sets (milliseconds from any start). */
export interface MeasuredClock {
  readonly clock: () => Date;
  readonly steadyMs: () => number;
}

const sitesMax = 200;
const keptMs = 10 * 60_000;
/** A Date is cut to its second. */
const halfSecondMs = 500;

/**
 * Opens an empty collection. Each server's time is kept beside the steady clock, so that a step of ours shows at once
 * in all samples and not only in those that come after it.
 */
export function openClockSamples({ clock, steadyMs }: MeasuredClock): ClockSamples {
  const bySite = new Map<string, { readonly servedMs: number; readonly seenMs: number }>();
  const readDate = openDateReader();
  return {
    note(probe) {
      const [nowMs, nowSteadyMs] = [clock().getTime(), steadyMs()];
      let startMs = Date.parse(probe.at);
      for (const hop of probe.hops) {
        const answeredMs = startMs + (hop.timings.firstByteMs ?? 0) + (hop.timings.tlsMs ?? 0);
        startMs += hop.timings.totalMs ?? 0;
        const servedMs = readDate(hop.headers?.["date"] ?? "");
        // An answer from a shared cache bears the time at which it was stored.
        if (Number.isNaN(servedMs) || hop.headers?.["age"] !== undefined) continue;
        const site = siteOf(hop.host);
        bySite.delete(site);
        const seenMs = nowSteadyMs - (nowMs - answeredMs);
        bySite.set(site, { servedMs: servedMs + halfSecondMs, seenMs });
        if (bySite.size > sitesMax) forgetOldest(bySite);
      }
    },
    samples() {
      const [nowMs, nowSteadyMs] = [clock().getTime(), steadyMs()];
      return [...bySite]
        .filter(([, { seenMs }]) => nowSteadyMs - seenMs <= keptMs)
        .map(([site, { servedMs, seenMs }]) => ({ site, offsetMs: servedMs + nowSteadyMs - seenMs - nowMs }));
    },
  };
}

function forgetOldest(map: Map<string, unknown>): void {
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}

/** Reads dates of headers; all servers say the same one within a second. */
function openDateReader(): (text: string) => number {
  let last = { text: "", ms: Number.NaN };
  return (text) => {
    if (text !== last.text) last = { text, ms: Date.parse(text) };
    return last.ms;
  };
}
