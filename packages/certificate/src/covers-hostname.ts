import type { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { domainToASCII } from "node:url";

/**
 * Whether a certificate's subject alternative names cover a host (RFC 9525 §6): DNS names with a wildcard as the whole
 * leftmost label, addresses exactly, internationalised names by their A-labels. The subject's common name never counts.
 */
export function coversHostname(certificate: X509Certificate, hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, "").replace(/%.*$/, "");
  if (isIP(bare) !== 0) return certificate.checkIP(bare) !== undefined;
  const ascii = domainToASCII(bare.replace(/\.$/, ""));
  if (ascii === "" || ascii.includes("\0")) return false;
  return certificate.checkHost(ascii, { subject: "never", partialWildcards: false }) !== undefined;
}
