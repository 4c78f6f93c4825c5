import type { X509Certificate } from "node:crypto";
import type { CertificateFacts } from "@earshot/domain";
import { createBoundedCache } from "./bounded-cache.ts";
import { describeCertificate, displayName, endOf, fingerprintOf, startOf } from "./describe-certificate.ts";
import { findWeakness } from "./find-weakness.ts";
import { type AuthorityLimits, readAuthorityLimits } from "./read-authority-limits.ts";

/** A certificate with what judging it needs, each part read once. */
export interface CertificateRecord {
  readonly certificate: X509Certificate;
  readonly fingerprint: string;
  /** Subject and issuer in a form that compares as equal when the names are. */
  readonly subjectKey: string;
  readonly issuerKey: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** A short name for sentences. */
  readonly name: string;
  readonly issuerName: string;
  readonly facts: CertificateFacts;
  readonly isSelfSigned: boolean;
  readonly limits: AuthorityLimits;
  /** What is too weak about its key, and about the signature it carries; null when nothing is. */
  readonly weakness: { readonly key: string | null; readonly signature: string | null };
}

const recordsMax = 8192;
const records = createBoundedCache<string, CertificateRecord>(recordsMax);
const fingerprints = new WeakMap<X509Certificate, string>();

/** The record of a certificate. Records are shared by fingerprint, so an intermediate of ten thousand hosts is read once. */
export function recordOf(certificate: X509Certificate): CertificateRecord {
  const fingerprint = fingerprints.get(certificate) ?? fingerprintOf(certificate);
  fingerprints.set(certificate, fingerprint);
  const there = records.get(fingerprint);
  if (there) return there;
  const record = readRecord(certificate, fingerprint);
  records.set(fingerprint, record);
  return record;
}

/** Whether `issuer` issued `child`: the names fit and the signature verifies. False too when either cannot be read. */
export function isIssuedBy(child: CertificateRecord, issuer: CertificateRecord): boolean {
  return child.issuerKey === issuer.subjectKey && isSignedBy(child.certificate, issuer.certificate);
}

function readRecord(certificate: X509Certificate, fingerprint: string): CertificateRecord {
  // Node gives undefined for an empty name, though its types say otherwise.
  const [subject, issuer] = [certificate.subject ?? "", certificate.issuer ?? ""];
  const facts = once(() => describeCertificate(certificate));
  const isSelfSigned = once(
    () => nameKey(subject) === nameKey(issuer) && isSignedBy(certificate, certificate),
  );
  const limits = once(() => readAuthorityLimits(certificate.raw));
  const weakness = once(() => findWeakness(certificate));
  return {
    certificate,
    fingerprint,
    subjectKey: nameKey(subject),
    issuerKey: nameKey(issuer),
    notBeforeMs: startOf(certificate).getTime(),
    notAfterMs: endOf(certificate).getTime(),
    name: displayName(subject),
    issuerName: displayName(issuer),
    get facts() {
      return facts();
    },
    get isSelfSigned() {
      return isSelfSigned();
    },
    get limits() {
      return limits();
    },
    get weakness() {
      return weakness();
    },
  };
}

/** A function that works its value out at the first call and then remembers it. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function isSignedBy(child: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return child.verify(issuer.publicKey);
  } catch {
    // A key or signature of a kind that OpenSSL cannot read verifies nothing.
    return false;
  }
}

/** Names compare without regard to case and runs of white space (RFC 5280 §7.1). */
function nameKey(distinguishedName: string): string {
  return distinguishedName.toLowerCase().replace(/[ \t]+/g, " ");
}
