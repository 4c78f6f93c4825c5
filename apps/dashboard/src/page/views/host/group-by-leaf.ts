import type { HostDetail } from "../../api/hosts.ts";

type Served = HostDetail["served"][number];

/** One leaf certificate in use, with the addresses that serve it. */
export interface LeafInUse {
  readonly fingerprint: string;
  readonly addresses: readonly string[];
  /** As served, leaf first. */
  readonly certificates: Served["certificates"];
  /** Since when the first of the addresses is seen with it. */
  readonly since: string;
}

/** The certificates that a host serves, each once, the first to end first. */
export function groupByLeaf(served: readonly Served[]): readonly LeafInUse[] {
  const withLeaf = served.filter(({ certificates }) => certificates.length > 0);
  const byLeaf = Map.groupBy(withLeaf, ({ certificates }) => certificates[0]?.fingerprint256 ?? "");
  return [...byLeaf]
    .map(([fingerprint, some]) => ({
      fingerprint,
      addresses: some.map(({ address }) => address),
      certificates: some[0]?.certificates ?? [],
      since: some.map(({ since }) => since).toSorted()[0] ?? "",
    }))
    .toSorted((one, other) => endOf(one).localeCompare(endOf(other)));
}

function endOf({ certificates }: LeafInUse): string {
  return certificates[0]?.notAfter ?? "";
}
