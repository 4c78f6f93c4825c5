import { type CertificateRecord, isIssuedBy } from "./certificate-record.ts";
import { findPathProblems } from "./find-path-problems.ts";
import type { TrustStore } from "./trust-store.ts";

/** A way from the leaf, over served elements and the store's own, to a root of the store. */
export interface TrustedPath {
  readonly elements: readonly CertificateRecord[];
  /** What forbids using the path whatever the date, as clauses of a sentence. */
  readonly problems: readonly string[];
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

/** What can be built from a served chain. */
export interface PathSearch {
  /** Paths to a root, those without problems first, then those that end latest. */
  readonly trusted: readonly TrustedPath[];
  /** The longest run of served certificates that issued one another, leaf first: what there is without a root. */
  readonly linked: readonly CertificateRecord[];
}

/** Certificates that may stand between the leaf and a root although the server did not send them. */
export type IssuerSource = (issuerKey: string) => readonly CertificateRecord[];

// A stranger chooses what we search, so the work is bounded: real chains have two to four elements.
const pathLengthMax = 10;
const signaturesMax = 200;
const pathsMax = 16;

/** Searches every path from the leaf over `served` (and `known`, when given) to a self-signed certificate of the store. */
export function findPaths(
  served: readonly CertificateRecord[],
  store: TrustStore,
  known: IssuerSource = () => [],
): PathSearch {
  const [leaf] = served;
  if (!leaf) return { trusted: [], linked: [] };
  const search: Search = { served, store, known, trusted: [], linked: [leaf], verified: new Map() };
  extend(search, [leaf], true);
  const trusted = search.trusted.sort(
    (a, b) => a.problems.length - b.problems.length || b.notAfterMs - a.notAfterMs,
  );
  return { trusted, linked: search.linked };
}

interface Search {
  readonly served: readonly CertificateRecord[];
  readonly store: TrustStore;
  readonly known: IssuerSource;
  readonly trusted: TrustedPath[];
  linked: readonly CertificateRecord[];
  /** Signatures checked, by the fingerprints of child and issuer. */
  readonly verified: Map<string, boolean>;
}

/** Follows every issuer of the path's last element. `isServed` says whether the server sent the whole path. */
function extend(search: Search, path: readonly CertificateRecord[], isServed: boolean): void {
  const last = path.at(-1);
  if (!last || search.trusted.length >= pathsMax) return;
  if (isServed && isLongerLink(path, search.linked)) search.linked = path;
  if (search.store.has(last.fingerprint) && last.isSelfSigned) {
    search.trusted.push(buildPath(path));
    return;
  }
  if (path.length >= pathLengthMax) return;
  const follow = (issuers: readonly CertificateRecord[], areServed: boolean) => {
    for (const issuer of issuers) {
      if (path.some((element) => element.fingerprint === issuer.fingerprint)) continue;
      if (isIssuer(search, last, issuer)) extend(search, [...path, issuer], areServed);
    }
  };
  const notInStore = (issuer: CertificateRecord) => !search.store.has(issuer.fingerprint);
  follow(search.store.withSubject(last.issuerKey), false);
  follow(search.served.filter(notInStore), isServed);
  follow(search.known(last.issuerKey).filter(notInStore), false);
}

function isIssuer(search: Search, child: CertificateRecord, issuer: CertificateRecord): boolean {
  if (child.issuerKey !== issuer.subjectKey) return false;
  const key = `${child.fingerprint} ${issuer.fingerprint}`;
  const there = search.verified.get(key);
  if (there !== undefined) return there;
  if (search.verified.size >= signaturesMax) return false;
  const verified = isIssuedBy(child, issuer);
  search.verified.set(key, verified);
  return verified;
}

/** Longer is better; of two as long, the one whose first end comes later. */
function isLongerLink(path: readonly CertificateRecord[], than: readonly CertificateRecord[]): boolean {
  if (path.length !== than.length) return path.length > than.length;
  return earliestEnd(path) > earliestEnd(than);
}

function buildPath(elements: readonly CertificateRecord[]): TrustedPath {
  return {
    elements,
    problems: findPathProblems(elements),
    notBeforeMs: Math.max(...elements.map((element) => element.notBeforeMs)),
    notAfterMs: earliestEnd(elements),
  };
}

/** The earliest `notAfter` of some certificates, in milliseconds since 1970. */
export function earliestEnd(elements: readonly CertificateRecord[]): number {
  return Math.min(...elements.map((element) => element.notAfterMs));
}
