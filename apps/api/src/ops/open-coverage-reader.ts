import { type Coverage, type CoverageTerms, type Db, readCoverage } from "@earshot/storage";

/** What coverage is measured against. */
export type CoveragePeriods = Omit<CoverageTerms, "now">;

/** Coverage as it is now, or was moments ago. */
export interface CoverageReader {
  read(): Promise<CoverageReading>;
}

/** Coverage, and when it was measured. */
export interface CoverageReading {
  readonly at: Date;
  readonly kinds: readonly Coverage[];
}

const reuseMs = 10_000;

/** Opens a reader that measures every 10 s at most, however many ask: a measurement reads every scheduled subject. */
export function openCoverageReader(deps: {
  readonly db: Db;
  readonly clock: () => Date;
  readonly periods: CoveragePeriods;
}): CoverageReader {
  const { db, clock, periods } = deps;
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
