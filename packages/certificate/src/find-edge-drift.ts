import { buildFault, type CertificateFacts, type Fault } from "@earshot/domain";
import { joinNames, sayDate } from "./sentence-parts.ts";

/** The leaf that one address of a host served. */
export interface AddressLeaf {
  readonly address: string;
  readonly leaf: CertificateFacts;
}

const patienceMs = 24 * 3_600_000;

/**
 * Tells when some addresses of a host still serve a certificate that was renewed elsewhere more than 24 hours ago:
 * `certificate.edge-drift`, naming them, or null. Hosts behind large CDNs serve several certificates side by side, so a
 * difference alone means nothing: the old one must be for the same names, end earlier, be valid still (else it is
 * expired, not adrift) and be in the last third of its life, when renewal was due.
 */
export function findEdgeDrift(hostname: string, leaves: readonly AddressLeaf[], now: Date): Fault | null {
  const adrift = leaves.filter(({ leaf }) =>
    leaves.some((other) => isRenewalOf(other.leaf, leaf, now) && isDue(leaf, now)),
  );
  const [first] = adrift;
  if (!first) return null;
  const addresses = joinNames(adrift.map(({ address }) => address));
  const end = sayDate(Math.min(...adrift.map(({ leaf }) => Date.parse(leaf.notAfter))));
  const message = `${addresses} (${adrift.length} of ${leaves.length} addresses of ${hostname}) still serve the certificate that ends on ${end}, though it was renewed elsewhere.`;
  return buildFault("certificate.edge-drift", { message });
}

function isRenewalOf(renewed: CertificateFacts, old: CertificateFacts, now: Date): boolean {
  return (
    renewed.fingerprint256 !== old.fingerprint256 &&
    Date.parse(renewed.notAfter) > Date.parse(old.notAfter) &&
    now.getTime() - Date.parse(renewed.notBefore) >= patienceMs &&
    namesOf(renewed) === namesOf(old)
  );
}

function isDue(leaf: CertificateFacts, now: Date): boolean {
  const [start, end] = [Date.parse(leaf.notBefore), Date.parse(leaf.notAfter)];
  return now.getTime() < end && end - now.getTime() < (end - start) / 3;
}

function namesOf(leaf: CertificateFacts): string {
  return [...leaf.subjectAltNames].sort().join(" ");
}
