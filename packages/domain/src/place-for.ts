import type { AffectedEndpoint, FailingHop } from "./notice.ts";

/** A failing hop of an incident as it is stored. */
export interface PlacedHop extends FailingHop {
  /** Whether only webhooks lead to its host, which is then nobody's business but their owners'; left out where not. */
  readonly webhooksOnly?: boolean;
}

/** What broke, by name, and the hops that failed. */
export interface FailingPlace<Hop extends FailingHop = FailingHop> {
  readonly where: string;
  readonly failing: readonly Hop[];
}

/** What stands for a host whose name is not the viewer's to know. */
const unnamed = "a host with the same certificate";

/**
 * The place of an incident as one publisher may know it, by its own webhook endpoints there: those first, and without
 * the hosts that only the webhooks of others lead to. Null for ops, who know all.
 */
export function placeFor(
  place: FailingPlace<PlacedHop>,
  endpoints: readonly AffectedEndpoint[] | null,
): FailingPlace {
  const own = new Set(endpoints?.map(({ host }) => host));
  const known = place.failing.filter(
    (hop) => hop.webhooksOnly !== true || endpoints === null || isOf(own, hop),
  );
  const isHidden = !known.some(({ host }) => host === place.where) && known.length < place.failing.length;
  const [mine, others] = [known.filter((hop) => isOf(own, hop)), known.filter((hop) => !isOf(own, hop))];
  return {
    where: isHidden ? (known[0]?.host ?? unnamed) : place.where,
    failing: [...mine, ...others].map(({ webhooksOnly, ...hop }) => hop),
  };
}

function isOf(hosts: ReadonlySet<string>, { host, port }: FailingHop): boolean {
  return hosts.has(port === 443 ? host : `${host}:${port}`);
}
