import { type Coverage, type Db, readCoverage } from "@earshot/storage";
import type { ApiDeps } from "../api-deps.ts";
import { type Reader, reuseReading } from "./reuse-reading.ts";

/** Coverage as it is now, or was moments ago. */
export type CoverageReader = Reader<CoverageReading>;

/** Coverage, and when it was measured. */
export interface CoverageReading {
  readonly at: Date;
  readonly kinds: readonly Coverage[];
}

const reuseMs = 60_000;

/** Hosts that nothing presses are checked at every fifth of their periods, and those are most. */
const quietHostFactor = 5;

/** Opens a reader that measures once a minute at most, however many ask: a measurement reads every scheduled subject. */
export function openCoverageReader(deps: {
  readonly db: Db;
  readonly clock: () => Date;
  readonly env: ApiDeps["env"];
}): CoverageReader {
  const { db, clock, env } = deps;
  const periods = {
    feedMs: env.feedPeriodMs,
    enclosureMs: env.enclosurePeriodMs,
    catalogueMs: env.cataloguePeriodMs,
    hostMs: env.hostPeriodMs * quietHostFactor,
    hostRate: env.hostRate,
  };
  return reuseReading(async () => {
    const at = clock();
    return { at, kinds: await readCoverage(db, { ...periods, now: at }) };
  }, reuseMs);
}
