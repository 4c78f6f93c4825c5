import type { CertificateFacts, HostCheck, Probe, ServedTls, Verdict } from "@earshot/domain";

const sampleEvery = 100;

/**
 * Whether a look is kept in full: on a change of verdict (for the first look, when it is not good), and one in a
 * hundred otherwise, by a hash of subject and time so that it is nobody's choice.
 */
export function isKept(look: {
  readonly id: number;
  readonly at: Date;
  readonly before: Verdict | null;
  readonly verdict: Verdict;
}): boolean {
  const changed = look.before === null ? !isHeard(look.verdict) : look.before !== look.verdict;
  return changed || Math.imul(look.id + look.at.getTime(), 0x9e3779b1) >>> 0 < 2 ** 32 / sampleEvery;
}

/** Whether a listener hears it. */
export function isHeard(verdict: Verdict): boolean {
  return verdict === "healthy" || verdict === "degraded";
}

/** A probe as it is stored: certificates lie in a table of their own, once each. */
export function withoutPem(probe: Probe): Probe {
  return { ...probe, hops: probe.hops.map((hop) => ({ ...hop, tls: stripTls(hop.tls) })) };
}

/** A host check as it is stored. */
export function checkWithoutPem(check: HostCheck): HostCheck {
  return {
    ...check,
    addresses: check.addresses.map((address) => ({ ...address, tls: stripTls(address.tls) })),
  };
}

function stripTls(tls: ServedTls | null): ServedTls | null {
  return (
    tls && {
      ...tls,
      certificates: tls.certificates.map((facts): CertificateFacts => ({ ...facts, pem: "" })),
    }
  );
}
