import type { Coverage } from "@earshot/storage";
import type { FastifyBaseLogger } from "fastify";
import type { ApiMetrics } from "../api-deps.ts";
import type { CoverageReader } from "./open-coverage-reader.ts";

/** Coverage of one kind of subjects that is below its floor, or was and is no longer. */
export interface CoverageAlert {
  readonly subject: Coverage["kind"];
  readonly isBelow: boolean;
  readonly share: number;
  readonly floor: number;
  /** Since when it is as it is, ISO 8601. */
  readonly since: string;
}

/** Watches that what is watched is looked at: silence is a fault of ours. */
export interface CoverageWatch {
  /** Measures, and tells ops by log and metric where coverage fell below its floor or rose above it again. */
  look(): Promise<void>;
  /** For events: the kinds that are or were below. */
  alerts(): readonly CoverageAlert[];
}

/** Coverage is back when it is this much above its floor, so that it does not flutter around it. */
const recoveredAbove = 0.01;

/** Starts a watch; each process that serves the API has one. */
export function watchCoverage(deps: {
  readonly coverage: CoverageReader;
  readonly floor: number;
  readonly metrics: ApiMetrics;
  readonly log: FastifyBaseLogger;
}): CoverageWatch {
  const { coverage, floor, log } = deps;
  const alerts = new Map<Coverage["kind"], CoverageAlert>();
  const gauge = deps.metrics.gauge({
    name: "earshot_coverage_below_floor",
    help: "1 while less than EARSHOT_COVERAGE_FLOOR of the subjects of that kind were looked at within their period.",
    labelNames: ["kind"],
  });

  function judge({ kind, subjects, covered }: Coverage, at: Date): void {
    if (subjects === 0) return;
    const share = covered / subjects;
    const before = alerts.get(kind);
    const wasBelow = before?.isBelow ?? false;
    const isBelow = share < (wasBelow ? Math.min(1, floor + recoveredAbove) : floor);
    gauge.set({ kind }, isBelow ? 1 : 0);
    if (isBelow === wasBelow) return;
    alerts.set(kind, { subject: kind, isBelow, share, floor, since: at.toISOString() });
    const fields = { event: "coverage.below-floor", subject: kind, isBelow, share, floor };
    if (isBelow)
      log.error(fields, "less is looked at within its period than EARSHOT_COVERAGE_FLOOR asks for");
    else log.warn(fields, "coverage is above its floor again");
  }

  return {
    async look() {
      const { at, kinds } = await coverage.read();
      for (const one of kinds) judge(one, at);
    },
    alerts: () => [...alerts.values()],
  };
}
