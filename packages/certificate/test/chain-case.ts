import type { Authority, Credentials } from "@earshot/podcast-host";

/** The authorities that the cases are made with: a trusted root and an intermediate below it. */
export interface World {
  readonly root: Authority;
  readonly ca: Authority;
}

/** The host name asked for, unless a case says otherwise. */
export const hostname = "media.example";

const dayMs = 86_400_000;
const now = new Date();

/** The present of the cases, so many days on. */
export const days = (count: number) => new Date(now.getTime() + count * dayMs);

/** A chain to serve: the leaf with its key, and what the server sends after it. */
export interface ChainCase {
  readonly title: string;
  readonly make: (world: World) => Promise<{ leaf: Credentials; above: string[]; hostname?: string }>;
  readonly faults: string[];
  /** OpenSSL's code for the same chain, null when it accepts it. Pins what the judge leans on. */
  readonly openssl: string | null;
  readonly notes?: string[];
  readonly disagreement?: boolean;
}

/** Validity of a leaf far from its end. */
export const fresh = { notBefore: days(-10), notAfter: days(80) };
/** A leaf for the host name, issued by an authority. */
export const issue = (from: Authority, options = {}) =>
  from.issue({ names: [hostname], ...fresh, ...options });
/** What a server sends after a leaf of this authority. */
export const below = (authority: Authority) => [...authority.intermediatePems];
/** How a case names an outage. */
export const outage = (code: string) => `outage certificate.${code}`;
/** How a case names a warning. */
export const warning = (code: string) => `warning certificate.${code}`;
