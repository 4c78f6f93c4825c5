import {
  type Coverage,
  type CoverageKind,
  type CoverageTerms,
  readCoverage,
  type Store,
} from "@earshot/storage";

/** A time in which not everything of a kind was covered, in minutes from the beginning. */
export interface CoverageGap {
  readonly kind: CoverageKind;
  readonly from: number;
  /** The first minute at which everything was covered again, or null when that never came. */
  until: number | null;
  /** The most subjects that were not covered at one time. */
  uncovered: number;
}

/** Looks at the coverage while a universe is played. */
export interface CoverageWatch {
  /** Called each minute: looks now and then, and each minute while something is not covered. */
  minute(minute: number, now: Date): Promise<void>;
  gaps(): readonly CoverageGap[];
}

/** By what coverage is measured, and at which minutes one looks at it in any case. */
export interface CoverageWatchOptions {
  readonly store: Store;
  readonly terms: Omit<CoverageTerms, "now">;
  readonly looksAt: (minute: number) => boolean;
}

/** Opens a watch. */
export function watchCoverage({ store, terms, looksAt }: CoverageWatchOptions): CoverageWatch {
  const gaps: CoverageGap[] = [];
  const openGap = (kind: CoverageKind) => gaps.find((gap) => gap.kind === kind && gap.until === null);

  function note({ kind, subjects, covered }: Coverage, minute: number): void {
    const gap = openGap(kind);
    const uncovered = subjects - covered;
    if (gap !== undefined && uncovered === 0) gap.until = minute;
    else if (gap !== undefined) gap.uncovered = Math.max(gap.uncovered, uncovered);
    else if (uncovered > 0) gaps.push({ kind, from: minute, until: null, uncovered });
  }
  return {
    async minute(minute, now) {
      if (!looksAt(minute) && gaps.every(({ until }) => until !== null)) return;
      for (const coverage of await readCoverage(store.db, { ...terms, now })) note(coverage, minute);
    },
    gaps: () => gaps,
  };
}
