/** One failure that would make or confirm a suspect. */
export interface SeenFailure {
  readonly atMs: number;
  /** Who runs the host, as far as its name tells. */
  readonly site: string;
  /** Where its address lies, or null when none was reached for. */
  readonly network: string | null;
}

/** Failures further apart have nothing to do with each other. */
export const correlatedWithinMs = 30_000;
const unrelatedMin = 5;

/**
 * Whether so many unrelated hosts failed at the same time that the fault may be our own: at least five sites, in at
 * least five networks as far as addresses are known. Names that share a network are one host's trouble, not ours.
 */
export function areCorrelated(failures: readonly SeenFailure[], nowMs: number): boolean {
  const recent = failures.filter(({ atMs }) => nowMs - atMs <= correlatedWithinMs);
  const places = new Map(recent.map(({ site, network }) => [site, network ?? site]));
  return places.size >= unrelatedMin && new Set(places.values()).size >= unrelatedMin;
}
