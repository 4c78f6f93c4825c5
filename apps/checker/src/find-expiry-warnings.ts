import {
  type AddressCheck,
  type CertificateFacts,
  crossedThreshold,
  type ExpiryThreshold,
  expiryThresholds,
  type HostCheck,
} from "@earshot/domain";

/** A certificate that a host serves and that has crossed a threshold of its life. */
export interface FoundExpiry {
  /** Of the certificate on the judged path that ends first. */
  readonly fingerprint: string;
  readonly code: "certificate.expiring" | "certificate.chain-expiring";
  readonly threshold: ExpiryThreshold;
  readonly expiresAt: Date;
}

/**
 * The certificates about to end that a check found, each once, as of the check's own time. The judge says with its
 * fault that a path is near its end; here the threshold and the certificate are told apart, on the leaf's thresholds.
 */
export function findExpiryWarnings(check: HostCheck): readonly FoundExpiry[] {
  const found = check.addresses.flatMap((address) => findAtAddress(address, new Date(check.at)));
  return [...new Map(found.map((expiry) => [`${expiry.fingerprint}:${expiry.threshold}`, expiry])).values()];
}

function findAtAddress(address: AddressCheck, now: Date): readonly FoundExpiry[] {
  const [leaf, ...issuers] = address.tls?.certificates ?? [];
  const expiresAt = address.tls?.expiresAt ?? null;
  if (leaf === undefined || expiresAt === null) return [];
  return address.faults.flatMap(({ code }) => {
    if (code !== "certificate.expiring" && code !== "certificate.chain-expiring") return [];
    const ending =
      code === "certificate.expiring" ? leaf : issuers.find((one) => isSameInstant(one, expiresAt));
    const deadline = new Date(ending?.notAfter ?? expiresAt);
    const thresholds = expiryThresholds(new Date(leaf.notBefore), new Date(leaf.notAfter));
    const threshold = crossedThreshold(thresholds, deadline, now);
    if (threshold === null) return [];
    return [
      { fingerprint: ending?.fingerprint256 ?? leaf.fingerprint256, code, threshold, expiresAt: deadline },
    ];
  });
}

function isSameInstant(certificate: CertificateFacts, instant: string): boolean {
  return Date.parse(certificate.notAfter) === Date.parse(instant);
}
