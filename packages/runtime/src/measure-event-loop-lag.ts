import { monitorEventLoopDelay } from "node:perf_hooks";

/** Tells how late this process has been running its timers. */
export interface EventLoopLag {
  /** The longest delay in milliseconds within the time given (10 s; at most 60 s back). */
  lagMs(withinMs?: number): number;
  close(): void;
}

const resolutionMs = 20;
const slotMs = 1_000;
const slotsMax = 60;

/**
 * Starts measuring the event loop's lag. A probe that timed out while the lag was above 500 ms says nothing about its
 * target: it was we who did not look.
 */
export function measureEventLoopLag(): EventLoopLag {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  histogram.enable();
  const slots: { readonly endedAtMs: number; readonly lagMs: number }[] = [];
  const readCurrent = () => Math.max(0, histogram.max / 1e6 - resolutionMs);
  const timer = setInterval(() => {
    slots.push({ endedAtMs: performance.now(), lagMs: readCurrent() });
    if (slots.length > slotsMax) slots.shift();
    histogram.reset();
  }, slotMs).unref();
  return {
    lagMs(withinMs = 10_000) {
      const since = performance.now() - withinMs;
      const recent = slots.filter(({ endedAtMs }) => endedAtMs >= since).map((slot) => slot.lagMs);
      return Math.max(readCurrent(), ...recent);
    },
    close() {
      clearInterval(timer);
      histogram.disable();
    },
  };
}
