import {
  type FailingHop,
  type HostCheck,
  hostIncidentKey,
  type IncidentKey,
  type Outcome,
  opensIncident,
  type PlacedHop,
  type ServedTls,
} from "@earshot/domain";
import type { HostForCheck, IncidentPlace } from "@earshot/storage";

/** A host check as the incident rules see it. */
export interface HostOutcome {
  readonly outcome: Omit<Outcome, "joins">;
  readonly keys: readonly IncidentKey[];
  readonly place: IncidentPlace;
}

/** Reduces a host check to an outcome, the key of its incident, and the place to name. */
export function judgeHostOutcome(host: HostForCheck, check: HostCheck): HostOutcome {
  const opening = check.faults.filter(opensIncident);
  const bad = check.addresses.filter((address) => address.faults.some(opensIncident));
  const worst = bad.find((address) => address.tls?.leafFingerprint != null) ?? bad[0];
  const leafFingerprint = worst?.tls?.leafFingerprint ?? null;
  const key = hostIncidentKey({ hostname: host.hostname, port: host.port, leafFingerprint }, check.faults);
  const at = new Date(check.at);
  return {
    outcome: {
      at,
      kind: key !== null ? "bad" : check.verdict === "inconclusive" ? "unclear" : "clear",
      codes: [...new Set(opening.map((fault) => fault.code))],
      predicted: isPredicted(host, check, at),
    },
    keys: key === null ? [] : [key],
    place: {
      where: host.hostname,
      failing: [placedHopOf(host, bad.length > 0 ? bad : check.addresses)],
    },
  };
}

/** The host as a failing hop: the addresses named and the leaf that they serve. */
export function failingHopOf(
  host: { readonly hostname: string; readonly port: number },
  addresses: HostCheck["addresses"],
): FailingHop {
  const served = addresses.find((address) => (address.tls?.certificates.length ?? 0) > 0);
  return {
    host: host.hostname,
    port: host.port,
    role: null,
    addresses: addresses.map(({ address }) => address),
    certificate: describeLeaf(served?.tls ?? null),
  };
}

/** The same as an incident keeps it: of a host that only webhooks lead to, it says so. */
export function placedHopOf(host: HostForCheck, addresses: HostCheck["addresses"]): PlacedHop {
  const hop = failingHopOf(host, addresses);
  return host.webhooksOnly ? { ...hop, webhooksOnly: true } : hop;
}

function describeLeaf(tls: ServedTls | null): FailingHop["certificate"] {
  const leaf = tls?.certificates[0];
  if (leaf === undefined) return null;
  const { fingerprint256, subject, issuer, notBefore, notAfter } = leaf;
  return { fingerprint256, subject, issuer, notBefore, notAfter };
}

/** An expiry was announced when the host's last check had told a deadline that has passed since. */
function isPredicted(host: HostForCheck, check: HostCheck, at: Date): boolean {
  const isExpired = check.faults.some((fault) => fault.code === "certificate.expired");
  return isExpired && host.expiresAt !== null && host.expiresAt <= at;
}
