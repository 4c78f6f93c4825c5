import { isIP } from "node:net";
import { getDomain } from "tldts";

/** Who runs a host, as far as its name tells: the registrable domain (publicsuffix.org), else the name itself. */
export function siteOf(hostname: string): string {
  return getDomain(hostname, { allowPrivateDomains: true }) ?? hostname;
}

/** Where an address lies, coarsely: the first 16 bits of IPv4, the first 32 of IPv6; null without an address. */
export function networkOf(address: string | null): string | null {
  if (address === null) return null;
  const isIpv6 = isIP(address) === 6;
  return address
    .split(isIpv6 ? ":" : ".")
    .slice(0, 2)
    .join(isIpv6 ? ":" : ".");
}
