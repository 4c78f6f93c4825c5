import type { X509Certificate } from "node:crypto";
import type { CertificateFacts } from "@earshot/domain";
import { printable } from "./sentence-parts.ts";

/** The facts of a certificate as evidence: JSON-clean, names on one line, times in UTC, with its PEM. */
export function describeCertificate(certificate: X509Certificate): CertificateFacts {
  return {
    fingerprint256: fingerprintOf(certificate),
    subject: joinName(certificate.subject),
    issuer: joinName(certificate.issuer),
    subjectAltNames: readAlternativeNames(certificate),
    notBefore: toIso(startOf(certificate)),
    notAfter: toIso(endOf(certificate)),
    serialNumber: certificate.serialNumber.toLowerCase(),
    pem: certificate.toString(),
  };
}

/** SHA-256 of the certificate in lower-case hexadecimal without colons. */
export function fingerprintOf(certificate: X509Certificate): string {
  return certificate.fingerprint256.replaceAll(":", "").toLowerCase();
}

/** The DNS names and IP addresses that a certificate is for, as they would stand in a URL (addresses without brackets). */
export function readAlternativeNames(certificate: X509Certificate): string[] {
  const names: string[] = [];
  // Node writes `DNS:a.example, IP Address:192.0.2.1`; a value with odd characters is a JSON string, which may hold commas.
  const entries = (certificate.subjectAltName ?? "").matchAll(/([^:,"]+):("(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/g);
  for (const [, kind, value = ""] of entries) {
    if (kind === "DNS") names.push(unquote(value));
    if (kind === "IP Address") names.push(shortAddress(value));
  }
  return names;
}

/** The beginning of validity. A time that cannot be read lies in the far future, so that nobody takes it as begun. */
export function startOf(certificate: X509Certificate): Date {
  return orElse(certificate.validFromDate, "9999-12-31T23:59:59Z");
}

/** The end of validity. A time that cannot be read lies in the far past, so that nobody takes it as still to come. */
export function endOf(certificate: X509Certificate): Date {
  return orElse(certificate.validToDate, "1970-01-01T00:00:00Z");
}

/** ISO 8601 UTC without milliseconds, which certificates do not have. */
export function toIso(date: Date): string {
  return date.toISOString().replace(".000Z", "Z");
}

/**
 * A short name for a certificate in a sentence: common name, else organisation or unit. The text is a stranger's,
 * so it is made printable.
 */
export function displayName(distinguishedName: string): string {
  const part = (type: string) => new RegExp(`^${type}=(.+)$`, "m").exec(distinguishedName)?.[1];
  const name = part("CN") ?? part("O") ?? part("OU") ?? "(unnamed)";
  return printable(name);
}

function orElse(date: Date, fallback: string): Date {
  return Number.isNaN(date.getTime()) ? new Date(fallback) : date;
}

function joinName(distinguishedName: string | undefined): string {
  return (distinguishedName ?? "").split("\n").join(", ");
}

function unquote(value: string): string {
  if (!value.startsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value;
  }
}

/** Node writes IPv6 addresses in full; a URL's host is in the short form of RFC 5952. */
function shortAddress(value: string): string {
  if (!value.includes(":")) return value;
  const url = `http://[${value}]/`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : value;
}
