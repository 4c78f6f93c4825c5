import {
  buildFault,
  crossedThreshold,
  type ExpiryThresholds,
  expiryThresholds,
  type Fault,
} from "@earshot/domain";
import type { CertificateRecord } from "./certificate-record.ts";
import type { ChainDeadline, ChainQuestion } from "./chain-judgement.ts";
import { type ChainReading, readChain } from "./chain-reading.ts";
import { coversHostname } from "./covers-hostname.ts";
import { toIso } from "./describe-certificate.ts";
import { findPaths, type TrustedPath } from "./find-paths.ts";
import { joinNames, sayDate } from "./sentence-parts.ts";
import type { TrustStore } from "./trust-store.ts";

/** The path that was chosen and what is wrong with it by our own lights. */
export interface JudgedPath {
  readonly elements: readonly CertificateRecord[];
  readonly faults: readonly Fault[];
  readonly deadline: ChainDeadline | null;
  /** Every moment at which the faults may change, in milliseconds since 1970. */
  readonly turningPointsMs: readonly number[];
}

/** Chooses the path to judge at `now` and finds everything wrong with it. */
export function judgePath(reading: ChainReading, question: ChainQuestion, now: Date): JudgedPath {
  const [leaf] = reading.served;
  if (!leaf) {
    const message = `${question.hostname} sent no certificate at all.`;
    const fault = buildFault("certificate.incomplete-chain", { message });
    return { elements: [], faults: [fault], deadline: null, turningPointsMs: [] };
  }
  const path = choosePath(reading.trusted, now);
  const elements = path?.elements ?? reading.linked;
  const thresholds = expiryThresholds(new Date(leaf.notBeforeMs), new Date(leaf.notAfterMs));
  // A chain whose dates are bad is bad for old and new devices alike, which is no gap.
  const isGood = path !== undefined && path.problems.length === 0 && isOpen(path.elements, now);
  const gaps = isGood ? findTrustGaps(question, now) : noGaps;
  const dated: DatedPath = { elements, hostname: question.hostname, now, thresholds };
  return {
    elements,
    faults: [
      ...findExpired(dated),
      ...findEarly(dated),
      ...findNameFault(leaf, question.hostname),
      ...(path ? findProblems(path, question.hostname) : findMissingTrust(reading, question)),
      ...findWeakFault(elements, path !== undefined),
      ...findExpiring(dated),
      ...gaps.faults,
    ],
    deadline: findDeadline(dated),
    turningPointsMs: [
      ...reading.trusted.map((trusted) => trusted.notBeforeMs),
      ...elements.flatMap((element) => turningPoints(element, thresholds)),
      ...gaps.turningPointsMs,
    ],
  };
}

/** The path without problems that ends latest, of those that have begun; a path that has not begun only for want of one. */
function choosePath(trusted: readonly TrustedPath[], now: Date): TrustedPath | undefined {
  const best = trusted[0];
  const sound = trusted.filter((path) => path.problems.length === best?.problems.length);
  return sound.find((path) => path.notBeforeMs <= now.getTime()) ?? best;
}

interface DatedPath {
  readonly elements: readonly CertificateRecord[];
  readonly hostname: string;
  readonly now: Date;
  readonly thresholds: ExpiryThresholds;
}

function turningPoints(element: CertificateRecord, thresholds: ExpiryThresholds): number[] {
  const end = element.notAfterMs;
  // A threshold is crossed from its very millisecond on, and it need not be a whole one.
  return [element.notBeforeMs, end, ...thresholds.map((before) => Math.ceil(end - before))];
}

/** OpenSSL calls a certificate expired from the very second of its `notAfter` on. */
function isExpired(element: CertificateRecord, now: Date): boolean {
  return now.getTime() >= element.notAfterMs;
}

function findExpired({ elements, hostname, now }: DatedPath): Fault[] {
  const expired = elements.filter((element) => isExpired(element, now));
  if (expired.length === 0) return [];
  const clauses = expired.map(
    (element) => `${sayElement(element, elements, hostname)} expired on ${sayDate(element.notAfterMs)}`,
  );
  return [buildFault("certificate.expired", { message: `${clauses.join("; ")}.` })];
}

function findEarly({ elements, hostname, now }: DatedPath): Fault[] {
  const early = elements.filter((element) => now.getTime() < element.notBeforeMs);
  if (early.length === 0) return [];
  const clauses = early.map(
    (element) =>
      `${sayElement(element, elements, hostname)} is not valid before ${sayDate(element.notBeforeMs)}`,
  );
  return [buildFault("certificate.not-yet-valid", { message: `${clauses.join("; ")}.` })];
}

function findNameFault(leaf: CertificateRecord, hostname: string): Fault[] {
  if (coversHostname(leaf.certificate, hostname)) return [];
  const names = leaf.facts.subjectAltNames;
  const what = names.length === 0 ? "names no host" : `is for ${joinNames(names)}`;
  return [
    buildFault("certificate.hostname-mismatch", {
      message: `The certificate served for ${hostname} ${what}.`,
    }),
  ];
}

/** All that forbids a path is one fault, for to a player it amounts to one thing: no trusted path. */
function findProblems(path: TrustedPath, hostname: string): Fault[] {
  if (path.problems.length === 0) return [];
  const message = `Players refuse the certificate chain of ${hostname}: ${path.problems.join("; ")}.`;
  return [buildFault("certificate.untrusted-root", { message })];
}

/** Why no path reaches a root of the store. OpenSSL has one code for a forgotten intermediate and an unknown root. */
function findMissingTrust(reading: ChainReading, question: ChainQuestion): Fault[] {
  const { hostname, intermediates } = question;
  const [leaf] = reading.served;
  const last = reading.linked.at(-1);
  if (!leaf || !last) return [];
  if (leaf.isSelfSigned) {
    const message = `The certificate of ${hostname} (“${leaf.name}”) is signed by itself, not by an authority.`;
    return [buildFault("certificate.self-signed", { message })];
  }
  const known = (issuerKey: string) => intermediates?.withSubject(issuerKey) ?? [];
  const completed = intermediates && findPaths(reading.served, question.trust, known).trusted[0]?.elements;
  if (completed || reading.linked.length === 1) {
    const { missing, below } = findUnsent(reading, completed) ?? {
      missing: last.issuerName,
      below: last.name,
    };
    const message = `${hostname} does not send the intermediate certificate “${missing}”, which issued “${below}”.`;
    return [buildFault("certificate.incomplete-chain", { message })];
  }
  const authority = last.isSelfSigned ? last.name : last.issuerName;
  const message = `The certificate chain of ${hostname} ends at “${authority}”, an authority that players do not trust.`;
  return [buildFault("certificate.untrusted-root", { message })];
}

/** The first certificate of a path that the server did not send, and the one that it issued. */
function findUnsent(reading: ChainReading, path: readonly CertificateRecord[] = []) {
  const at = path.findIndex(({ fingerprint }) =>
    reading.served.every((record) => record.fingerprint !== fingerprint),
  );
  const [missing, below] = [path[at], path[at - 1]];
  return missing && below ? { missing: missing.name, below: below.name } : null;
}

/** A root is trusted by being in the store, so the signature it carries does not count; its key does. */
function findWeakFault(elements: readonly CertificateRecord[], endsAtRoot: boolean): Fault[] {
  const clauses = elements.flatMap((element, position) => {
    const isRoot = (endsAtRoot && position === elements.length - 1) || element.isSelfSigned;
    const { key, signature } = element.weakness;
    return [key, isRoot ? null : signature].flatMap((clause) =>
      clause ? [`“${element.name}” ${clause}`] : [],
    );
  });
  return clauses.length === 0 ? [] : [buildFault("certificate.weak", { message: `${clauses.join("; ")}.` })];
}

/** Warnings before the end, by the leaf's own thresholds. An issuer counts only if it ends before the leaf. */
function findExpiring({ elements, hostname, now, thresholds }: DatedPath): Fault[] {
  const [leaf, ...issuers] = elements;
  if (!leaf) return [];
  const isNear = (element: CertificateRecord) =>
    !isExpired(element, now) && crossedThreshold(thresholds, new Date(element.notAfterMs), now) !== null;
  const faults: Fault[] = [];
  if (isNear(leaf)) {
    const message = `${sayElement(leaf, elements, hostname)} expires on ${sayDate(leaf.notAfterMs)}.`;
    faults.push(buildFault("certificate.expiring", { message }));
  }
  const first = issuers
    .filter((issuer) => issuer.notAfterMs < leaf.notAfterMs && isNear(issuer))
    .sort((a, b) => a.notAfterMs - b.notAfterMs)[0];
  if (first) {
    const message = `${sayElement(first, elements, hostname)} expires on ${sayDate(first.notAfterMs)}, before the certificate of ${hostname} itself.`;
    faults.push(buildFault("certificate.chain-expiring", { message }));
  }
  return faults;
}

function findDeadline({ elements, now, thresholds }: DatedPath): ChainDeadline | null {
  const [leaf, ...issuers] = elements;
  if (!leaf) return null;
  const first = issuers.reduce(
    (soonest, issuer) => (issuer.notAfterMs < soonest.notAfterMs ? issuer : soonest),
    leaf,
  );
  const end = new Date(first.notAfterMs);
  return {
    notAfter: toIso(end),
    threshold: crossedThreshold(thresholds, end, now),
    role: first === leaf ? "leaf" : "issuer",
    fingerprint256: first.fingerprint,
  };
}

const noGaps = { faults: [], turningPointsMs: [] };

/** Older stores without a path. Their clients take a root as it is, so the root's own dates do not count there. */
function findTrustGaps(question: ChainQuestion, now: Date) {
  const lacking: TrustStore[] = [];
  const turningPointsMs: number[] = [];
  for (const store of question.olderStores ?? []) {
    const below = readChain(question.served, store).trusted.flatMap(({ elements, problems }) =>
      problems.length === 0 ? [elements.slice(0, -1)] : [],
    );
    if (!below.some((elements) => isOpen(elements, now))) lacking.push(store);
    turningPointsMs.push(...below.flat().flatMap((element) => [element.notBeforeMs, element.notAfterMs]));
  }
  if (lacking.length === 0) return { faults: [], turningPointsMs };
  const message = `The certificate chain of ${question.hostname} is not trusted by devices with ${joinNames(lacking.map((store) => store.name))}.`;
  const severity = lacking.some((store) => store.gapSeverity === "warning") ? "warning" : "info";
  return { faults: [buildFault("certificate.trust-gap", { message, severity })], turningPointsMs };
}

function isOpen(elements: readonly CertificateRecord[], now: Date): boolean {
  return elements.every((element) => !isExpired(element, now) && now.getTime() >= element.notBeforeMs);
}

function sayElement(
  element: CertificateRecord,
  elements: readonly CertificateRecord[],
  hostname: string,
): string {
  if (element === elements[0]) return `The certificate of ${hostname} (“${element.name}”)`;
  return `The issuer's certificate “${element.name}” on the path of ${hostname}`;
}
