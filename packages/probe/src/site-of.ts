import { isIP } from "node:net";
import { getDomain } from "tldts";

const sites = new Map<string, string>();
const sitesMax = 10_000;

/** Who runs a host, as far as its name tells: the registrable domain (publicsuffix.org), else the name itself. */
export function siteOf(hostname: string): string {
  const known = sites.get(hostname);
  if (known !== undefined) return known;
  const site = getDomain(hostname, { allowPrivateDomains: true }) ?? hostname;
  // Looking a name up in the list takes as long as a hundred look-ups here; one that is forgotten is looked up again.
  if (sites.size >= sitesMax) sites.clear();
  sites.set(hostname, site);
  return site;
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
