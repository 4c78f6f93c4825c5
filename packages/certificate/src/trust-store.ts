import { X509Certificate } from "node:crypto";
import { getCACertificates } from "node:tls";
import { createBoundedCache } from "./bounded-cache.ts";
import { type CertificateRecord, recordOf } from "./certificate-record.ts";

/** A named set of authorities that some clients trust. Its certificates are parsed when first needed. */
export interface TrustStore {
  /** Who trusts this set, for sentences: `Mozilla`, `Mozilla of 2016`. */
  readonly name: string;
  /** How much it matters, when this is an older store, that a chain has no path to it. */
  readonly gapSeverity: "warning" | "info";
  /** Every certificate in PEM, as `tls.createSecureContext` takes them for its `ca`. */
  readonly pems: readonly string[];
  /** The store's certificates with this subject (see `CertificateRecord.subjectKey`). */
  withSubject(subjectKey: string): readonly CertificateRecord[];
  /** Whether the store has this very certificate. */
  has(fingerprint: string): boolean;
}

/** What to open. */
export interface TrustStoreOptions {
  readonly name?: string;
  /** A `warning` when left out. */
  readonly gapSeverity?: "warning" | "info";
  /** The store's certificates in PEM; Mozilla's set as bundled with Node when left out. */
  readonly roots?: readonly string[];
  /** More certificates to trust, each text of any number of PEM blocks (an operator's own authority, a test's). */
  readonly extraPem?: readonly string[];
}

/** A text that should hold certificates in PEM and does not. The message is for whoever wrote the file. */
export class InvalidPemError extends Error {
  override readonly name = "InvalidPemError";
}

/**
 * Opens a trust store. Opening checks the extra certificates (throws `InvalidPemError`); the 120 roots of Mozilla are
 * parsed at the first look-up, which takes some 12 ms.
 */
export function openTrustStore(options: TrustStoreOptions = {}): TrustStore {
  const extra = (options.extraPem ?? []).flatMap(splitPem);
  for (const pem of extra) parsePem(pem);
  const roots = options.roots ?? getCACertificates("bundled");
  const pems = [...roots, ...extra];
  let index: ReturnType<typeof indexCertificates> | undefined;
  const indexed = () => {
    index ??= indexCertificates(pems);
    return index;
  };
  return {
    name: options.name ?? "Mozilla",
    gapSeverity: options.gapSeverity ?? "warning",
    pems,
    withSubject: (subjectKey) => indexed().bySubject.get(subjectKey) ?? [],
    has: (fingerprint) => indexed().fingerprints.has(fingerprint),
  };
}

/** The PEM certificates in a text, one string each. Throws `InvalidPemError` when there is none. */
export function splitPem(text: string): string[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (!blocks)
    throw new InvalidPemError("The text holds no certificate in PEM (no BEGIN CERTIFICATE block).");
  return blocks.map((block) => `${block}\n`);
}

// The same roots are in several stores, and parsing them is nearly all that opening a store costs.
const recordsMax = 1024;
const recordsByPem = createBoundedCache<string, CertificateRecord>(recordsMax);

function recordOfPem(pem: string): CertificateRecord {
  const there = recordsByPem.get(pem);
  if (there) return there;
  const record = recordOf(parsePem(pem));
  recordsByPem.set(pem, record);
  return record;
}

function parsePem(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new InvalidPemError("A BEGIN CERTIFICATE block holds no certificate that can be read.", { cause });
  }
}

function indexCertificates(pems: readonly string[]) {
  const bySubject = new Map<string, CertificateRecord[]>();
  const fingerprints = new Set<string>();
  for (const pem of pems) {
    const record = recordOfPem(pem);
    if (fingerprints.has(record.fingerprint)) continue;
    fingerprints.add(record.fingerprint);
    bySubject.set(record.subjectKey, [...(bySubject.get(record.subjectKey) ?? []), record]);
  }
  return { bySubject, fingerprints };
}
