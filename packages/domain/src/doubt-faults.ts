import type { Fault } from "./fault.ts";
import type { FaultCode } from "./fault-catalogue.ts";
import type { AddressCheck, HostCheck } from "./host-check.ts";
import { opensIncident } from "./incident-key.ts";
import type { Probe, ServedTls } from "./probe.ts";
import { verdictOf } from "./verdict.ts";

/** What is wrong with the vantage that looked. */
export interface VantageFaults {
  /** Address families in which most of the operator's canaries fail. */
  readonly families: readonly (4 | 6)[];
  /** How far our clock is behind, in milliseconds, or null while it is not provably wrong. */
  readonly clockOffsetMs: number | null;
}

/** Whether a fault is one of a certificate's dates, which do not depend on the network but on our clock. */
export function isDated(code: FaultCode): boolean {
  return code === "certificate.expired" || code === "certificate.not-yet-valid";
}

/**
 * The probe with those faults in doubt that may be our own. A certificate's date is doubted only when our clock is
 * provably wrong and the certificate is good by the right time: whoever shows one has been reached, so a chain that has
 * truly lapsed is believed whatever the network does.
 */
export function doubtProbe(probe: Probe, vantage: VantageFaults): Probe {
  const faults = probe.faults.map((fault) => {
    const hop = fault.hop === null ? undefined : probe.hops[fault.hop];
    const seen = { at: probe.at, family: hop?.family ?? null, tls: hop?.tls ?? null };
    return markDoubt(fault, reasonToDoubt(fault, seen, vantage));
  });
  return { ...probe, faults, verdict: verdictOf(faults) };
}

/** The host check with those faults in doubt that may be our own; see `doubtProbe`. */
export function doubtCheck(check: HostCheck, vantage: VantageFaults): HostCheck {
  const { at } = check;
  const reasonAt = ({ family, tls }: AddressCheck, fault: Fault) =>
    reasonToDoubt(fault, { at, family, tls }, vantage);
  const addresses = check.addresses.map((address) => {
    const faults = address.faults.map((fault) => markDoubt(fault, reasonAt(address, fault)));
    return { ...address, faults, verdict: verdictOf(faults) };
  });
  // A fault of the host is in doubt when it is at every address that has it.
  const faults = check.faults.map((fault) => {
    const reasons = check.addresses.flatMap((address) =>
      address.faults.filter(({ code }) => code === fault.code).map((own) => reasonAt(address, own)),
    );
    const reason =
      reasons.length === 0 ? reasonToDoubt(fault, { at, family: null, tls: null }, vantage) : reasons[0];
    return markDoubt(fault, reasons.includes(null) ? null : (reason ?? null));
  });
  return { ...check, addresses, faults, verdict: verdictOf(faults) };
}

interface Seen {
  readonly at: string;
  /** Null when no address was reached for. */
  readonly family: 4 | 6 | null;
  readonly tls: ServedTls | null;
}

function markDoubt(fault: Fault, reason: string | null): Fault {
  if (reason === null || !opensIncident(fault)) return fault;
  return { ...fault, doubt: true, message: `${fault.message} We doubt it: ${reason}` };
}

function reasonToDoubt(fault: Fault, seen: Seen, vantage: VantageFaults): string | null {
  return isDated(fault.code)
    ? clockReason(fault, seen, vantage.clockOffsetMs)
    : networkReason(seen, vantage.families);
}

function networkReason({ family }: Seen, families: readonly (4 | 6)[]): string | null {
  const isOurs = family === null ? families.includes(4) : families.includes(family);
  return isOurs ? "hosts that are known to be up cannot be reached from here either." : null;
}

function clockReason(fault: Fault, { at, tls }: Seen, clockOffsetMs: number | null): string | null {
  if (clockOffsetMs === null || tls === null) return null;
  const rightMs = Date.parse(at) + clockOffsetMs;
  const isGood =
    fault.code === "certificate.expired"
      ? tls.expiresAt !== null && Date.parse(tls.expiresAt) > rightMs
      : tls.certificates.every(({ notBefore }) => Date.parse(notBefore) <= rightMs);
  return isGood ? "our own clock is wrong, and by the time of other servers the certificate is good." : null;
}
