import type { Logger, Metrics } from "@earshot/runtime";
import type { Suspicion } from "@earshot/storage";

/** What this process suspects itself of. */
export interface Suspicions {
  /** Takes how some of them stand now. With evidence it is told to ops in any case, else only when one has changed. */
  note(known: Partial<Readonly<Record<Suspicion, boolean>>>, evidence?: object): void;
  /** Those that stand, in a fixed order. */
  list(): readonly Suspicion[];
}

/** What telling suspicions needs. */
export interface SuspicionsDeps {
  readonly vantage: string;
  readonly metrics: Metrics;
  readonly log: Logger;
}

const all: readonly Suspicion[] = ["ipv4", "ipv6", "clock", "names", "lag"];

/** Starts without any. Each change is a line in the log and a metric; the heartbeat tells the rest of the fleet. */
export function openSuspicions({ vantage, metrics, log }: SuspicionsDeps): Suspicions {
  const standing = new Set<Suspicion>();
  const gauge = metrics.gauge({
    name: "earshot_vantage_suspect",
    help: "1 while this vantage is at fault: most canaries fail in an address family, its clock is wrong, its name servers are silent, or its event loop was held up.",
    labelNames: ["what"],
  });
  for (const what of all) gauge.set({ what }, 0);
  const list = () => all.filter((what) => standing.has(what));

  function tell(evidence: object): void {
    const suspicions = list();
    const fields = { event: "vantage.suspect", vantage, suspicions, ...evidence };
    // A process that was held up for a moment looks again; the others last until somebody sees to them.
    if (suspicions.some((what) => what !== "lag"))
      log.error(fields, "this vantage is at fault: what it finds is in doubt");
    else if (suspicions.length > 0)
      log.warn(fields, "this process was held up: the time-outs that it met are in doubt");
    else log.warn(fields, "this vantage is believed again");
  }

  return {
    note(known, evidence) {
      const before = String(list());
      for (const what of all) {
        const stands = known[what];
        if (stands === undefined) continue;
        if (stands) standing.add(what);
        else standing.delete(what);
        gauge.set({ what }, stands ? 1 : 0);
      }
      if (evidence !== undefined || String(list()) !== before) tell(evidence ?? {});
    },
    list,
  };
}
