import type { HostCheck } from "@earshot/domain";
import type { HostForCheck } from "@earshot/storage";

/**
 * When the next certificate of a host ends, or null. A check looks at a few addresses of many: what earlier ones found at
 * the others counts as long as their certificates have not ended.
 */
export function findNextEnd(
  host: Pick<HostForCheck, "addresses" | "otherEdges">,
  check: HostCheck,
  now: Date,
): Date | null {
  const found = check.expiresAt === null ? [] : [new Date(check.expiresAt)];
  // With all of its addresses looked at, whatever else was known of it is an address that it has given up.
  const isPart = check.addressesTotal > check.addresses.length;
  const others = isPart ? endsAtOthers(host, check).filter((endsAt) => endsAt > now) : [];
  const [first] = [...found, ...others].sort((one, other) => one.getTime() - other.getTime());
  return first ?? null;
}

function endsAtOthers(
  { addresses, otherEdges }: Pick<HostForCheck, "addresses" | "otherEdges">,
  check: HostCheck,
) {
  const looked = new Set(check.addresses.map(({ address }) => address));
  const known = addresses.flatMap(({ address, expiresAt }) =>
    expiresAt === null ? [] : [{ address, endsAt: new Date(expiresAt) }],
  );
  return [...known, ...otherEdges].filter(({ address }) => !looked.has(address)).map(({ endsAt }) => endsAt);
}
