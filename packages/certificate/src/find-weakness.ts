import type { X509Certificate } from "node:crypto";

/** What is too weak about a certificate's key and about the signature it carries; null when nothing is. */
export interface Weakness {
  readonly key: string | null;
  readonly signature: string | null;
}

// CA/Browser Forum Baseline Requirements §6.1.5: RSA of 2048 bits, NIST curves from P-256 on.
const rsaBitsMin = 2048;
const smallCurves =
  /^(secp1[0-9]{2}|secp2[0-4][0-9]|prime1[0-9]{2}|prime239|sect1|sect2[0-4]|brainpoolP(1|22))/;

/** Judges key and signature strength by today's rules. A key that cannot be read is not called weak. */
export function findWeakness(certificate: X509Certificate): Weakness {
  const hash = /md[245]|sha-?1(?![0-9])/i.test(certificate.signatureAlgorithm ?? "");
  return {
    key: weakKey(certificate),
    signature: hash ? `is signed with ${certificate.signatureAlgorithm}` : null,
  };
}

function weakKey(certificate: X509Certificate): string | null {
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
    if (type === "dsa") return "has a DSA key";
    if (type === "rsa" || type === "rsa-pss") {
      const bits = details?.modulusLength ?? rsaBitsMin;
      return bits < rsaBitsMin ? `has an RSA key of ${bits} bits` : null;
    }
    const curve = details?.namedCurve ?? "";
    return type === "ec" && smallCurves.test(curve) ? `has a key on the small curve ${curve}` : null;
  } catch {
    return null;
  }
}
