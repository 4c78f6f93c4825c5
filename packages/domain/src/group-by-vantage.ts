import { chooseVantage } from "./choose-vantage.ts";

/** A subject to be given to a vantage. */
export interface Routable {
  readonly id: number;
  /** The vantage from which its last look failed, or null. */
  readonly awayFrom: string | null;
}

/**
 * Subjects of one kind by the vantage that is to look at them, of those given; under null when none is named, because
 * it does not matter who looks.
 */
export function groupByVantage<T extends Routable>(
  kind: "feed" | "media" | "host",
  subjects: readonly T[],
  vantages: readonly (string | null)[],
): ReadonlyMap<string | null, readonly T[]> {
  const named = vantages.filter((vantage) => vantage !== null);
  const [only = null] = named;
  return Map.groupBy(subjects, ({ id, awayFrom }) => chooseVantage(`${kind}:${id}`, named, awayFrom) ?? only);
}
