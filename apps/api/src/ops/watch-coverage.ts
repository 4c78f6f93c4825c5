import {
  type Coverage,
  type CoverageAlert,
  type Db,
  readCoverageAlerts,
  turnCoverage,
} from "@earshot/storage";
import type { FastifyBaseLogger } from "fastify";
import type { ApiMetrics } from "../api-deps.ts";
import type { CoverageReader } from "./open-coverage-reader.ts";

/** What watching coverage needs. */
export interface CoverageWatchDeps {
  readonly db: Db;
  readonly coverage: CoverageReader;
  readonly clock: () => Date;
  readonly floor: number;
  readonly metrics: ApiMetrics;
  readonly log: FastifyBaseLogger;
}

/** Coverage is back when it is this much above its floor, so that it does not flutter around it. */
const recoveredAbove = 0.01;

/**
 * Gives the function that measures whether what is watched is looked at, since silence is a fault of ours, and tells
 * ops by log and metric where coverage fell below its floor or rose above it again. Each process that serves the API
 * calls it now and then; which side of its floor coverage is on is in the store, so that one of them tells.
 */
export function watchCoverage(deps: CoverageWatchDeps): () => Promise<void> {
  const { db, coverage, clock, floor, log } = deps;
  const gauge = deps.metrics.gauge({
    name: "earshot_coverage_below_floor",
    help: "1 while less than EARSHOT_COVERAGE_FLOOR of the subjects of that kind were looked at within their period.",
    labelNames: ["kind"],
  });

  async function judge({ kind, subjects, covered }: Coverage, at: Date, wasBelow: boolean): Promise<void> {
    if (subjects === 0) return;
    const share = covered / subjects;
    const isBelow = share < (wasBelow ? Math.min(1, floor + recoveredAbove) : floor);
    gauge.set({ kind }, isBelow ? 1 : 0);
    if (isBelow === wasBelow) return;
    const ageMs = Math.max(0, clock().getTime() - at.getTime());
    if (!(await turnCoverage(db, { kind, isBelow, share, floor, ageMs }))) return;
    const fields = { event: "coverage.below-floor", subject: kind, isBelow, share, floor };
    if (isBelow)
      log.error(fields, "less is looked at within its period than EARSHOT_COVERAGE_FLOOR asks for");
    else log.warn(fields, "coverage is above its floor again");
  }

  return async () => {
    const { at, kinds } = await coverage.read();
    const below = new Set(belowOf(await readCoverageAlerts(db)));
    for (const one of kinds) await judge(one, at, below.has(one.kind));
  };
}

function belowOf(alerts: readonly CoverageAlert[]) {
  return alerts.filter(({ isBelow }) => isBelow).map(({ kind }) => kind);
}
