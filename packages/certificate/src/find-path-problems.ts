import type { CertificateRecord } from "./certificate-record.ts";

const usages = {
  serverAuth: "1.3.6.1.5.5.7.3.1",
  // Server Gated Cryptography, which OpenSSL still takes for server authentication.
  netscapeServerGated: "2.16.840.1.113730.4.1",
  microsoftServerGated: "1.3.6.1.4.1.311.10.3.3",
};

/**
 * What forbids a path from being used for a TLS server whatever the date: extended key usage, key usage, basic
 * constraints and path length (RFC 5280 §4.2.1, §6.1.4), as clauses that begin with the certificate's name. A root of
 * the store is trusted by being there, so only the limit it sets for what is below counts.
 */
export function findPathProblems(elements: readonly CertificateRecord[]): string[] {
  const problems: string[] = [];
  let below = 0;
  for (const [position, element] of elements.entries()) {
    const isRoot = position === elements.length - 1 && position > 0;
    if (!isRoot && !isForServers(element)) problems.push(`“${element.name}” is not meant for servers`);
    if (position === 0) {
      if (element.limits.mayShakeHands === false)
        problems.push(`“${element.name}” has a key not meant for TLS`);
      continue;
    }
    if (!isRoot && !mayIssue(element))
      problems.push(`“${element.name}” is not allowed to issue certificates`);
    const { pathLength } = element.limits;
    if (pathLength !== null && below > pathLength) {
      problems.push(`“${element.name}” allows ${pathLength} intermediates below it and has ${below}`);
    }
    // Self-issued certificates do not count towards a path length (RFC 5280 §6.1.4 (l)).
    if (element.subjectKey !== element.issuerKey) below += 1;
  }
  return problems;
}

/** No extended key usage means any; otherwise it must include server authentication, as OpenSSL demands it. */
function isForServers(element: CertificateRecord): boolean {
  // Node's `keyUsage` is the extended key usage, and undefined without one, though its types say otherwise.
  const extended: readonly string[] | undefined = element.certificate.keyUsage;
  if (!extended) return true;
  const serverUsages: readonly string[] = Object.values(usages);
  return extended.some((usage) => serverUsages.includes(usage));
}

function mayIssue(element: CertificateRecord): boolean {
  return element.certificate.ca && element.limits.maySignCertificates !== false;
}
