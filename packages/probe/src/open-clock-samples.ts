import type { ClockSample, Probe } from "@earshot/domain";
import { siteOf } from "./site-of.ts";

/** What the Date headers of recent answers said about our clock. */
export interface ClockSamples {
  /** Takes the Date of each answer of a probe. */
  note(probe: Probe): void;
  /** The latest of each site, at most ten minutes old. */
  samples(): readonly ClockSample[];
}

const sitesMax = 200;
const keptMs = 10 * 60_000;
/** A Date is cut to its second. */
const halfSecondMs = 500;

/** Opens an empty collection. Ages are measured by a clock that nobody sets. */
export function openClockSamples(): ClockSamples {
  const bySite = new Map<string, { readonly offsetMs: number; readonly seenMs: number }>();
  return {
    note(probe) {
      let startMs = Date.parse(probe.at);
      for (const hop of probe.hops) {
        const answeredMs = startMs + (hop.timings.firstByteMs ?? 0) + (hop.timings.tlsMs ?? 0);
        startMs += hop.timings.totalMs ?? 0;
        const servedMs = Date.parse(hop.headers?.["date"] ?? "");
        // An answer from a shared cache bears the time at which it was stored.
        if (Number.isNaN(servedMs) || hop.headers?.["age"] !== undefined) continue;
        const site = siteOf(hop.host);
        bySite.delete(site);
        bySite.set(site, { offsetMs: servedMs + halfSecondMs - answeredMs, seenMs: performance.now() });
        const [oldest] = bySite.keys();
        if (bySite.size > sitesMax && oldest !== undefined) bySite.delete(oldest);
      }
    },
    samples() {
      const nowMs = performance.now();
      return [...bySite]
        .filter(([, { seenMs }]) => nowMs - seenMs <= keptMs)
        .map(([site, { offsetMs }]) => ({ site, offsetMs }));
    },
  };
}
