import { type Coverage, type Db, readCoverage } from "@earshot/storage";
import type { ApiDeps } from "../api-deps.ts";

/** Coverage as it is now, or was moments ago. */
export interface CoverageReader {
  read(): Promise<CoverageReading>;
}

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
  let latest: { readonly startedAt: number; readonly reading: Promise<CoverageReading> } | undefined;

  async function measure(): Promise<CoverageReading> {
    const at = clock();
    return { at, kinds: await readCoverage(db, { ...periods, now: at }) };
  }

  return {
    read() {
      const startedAt = performance.now();
      if (latest !== undefined && startedAt - latest.startedAt < reuseMs) return latest.reading;
      const reading = measure();
      latest = { startedAt, reading };
      // A failed measurement is told to whoever waits for it, and not kept for others.
      reading.catch(() => {
        if (latest?.reading === reading) latest = undefined;
      });
      return reading;
    },
  };
}
