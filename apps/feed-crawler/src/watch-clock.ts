import type { Logger } from "@earshot/runtime";
import { healSchedule, type Store } from "@earshot/storage";

/** What watching the clock needs. */
export interface WatchClockDeps {
  readonly store: Store;
  readonly log: Logger;
  readonly clock: () => Date;
  readonly leaseMs: number;
  readonly periods: {
    readonly feedMs: number;
    readonly hostMs: number;
    readonly enclosureMs: number;
    readonly catalogueMs: number;
  };
}

/** Small corrections are slewed by time services and do no harm. */
const stepMsMin = 5_000;
const feedMsMax = 6 * 60 * 60_000;
/** Hosts that nothing presses are checked at every fifth of their periods. */
const quietHostFactor = 5;

/**
 * Gives the function that compares the clock with one that nobody sets, to be called now and then. When ours was set
 * back, what was written by it before waits for longer than it should: the schedule is healed. Set forward, it only
 * makes much due at once, which hosts' rates keep in order.
 */
export function watchClock(deps: WatchClockDeps): () => Promise<void> {
  const { log, clock } = deps;
  const offset = () => clock().getTime() - performance.now();
  let known = offset();
  return async () => {
    const stepMs = offset() - known;
    const isStep = Math.abs(stepMs) >= stepMsMin;
    // Known only when healed: where the store is away, the next round heals it.
    const moved = isStep && stepMs < 0 ? await heal(deps, stepMs) : 0;
    known += stepMs;
    if (!isStep) return;
    log.warn({ event: "clock.step", stepMs: Math.round(stepMs), moved }, "our clock was set");
  };
}

/** Brings forward whatever waits for longer than any rule allows; gives how many subjects were moved. */
export function heal(
  { store, clock, periods, leaseMs }: Omit<WatchClockDeps, "log">,
  stepMs = 0,
): Promise<number> {
  return healSchedule(store, {
    now: clock(),
    feedMsMax: Math.max(feedMsMax, periods.feedMs),
    hostMsMax: periods.hostMs * quietHostFactor,
    enclosureMs: periods.enclosureMs,
    cataloguePeriodMs: periods.catalogueMs,
    leaseMs,
    stepMs,
  });
}
