import type { Fault } from "./fault.ts";
import { isHostFault, opensIncident } from "./incident-key.ts";
import type { FailingHop } from "./notice.ts";
import type { Hop, Probe } from "./probe.ts";
import type { Outcome } from "./subject-health.ts";

/** A host on a chain, as a fault blames it. */
export interface BlamedHost {
  readonly hostname: string;
  readonly port: number;
  readonly tls: boolean;
}

/** A probe as the incident rules see it. */
export interface ProbeJudgement {
  readonly outcome: Omit<Outcome, "joins" | "holds">;
  /** The hop at which the subject's own fault showed, or the last one; null when the probe got nowhere. */
  readonly failing: FailingHop | null;
  /** The host of that hop when it may turn out to be to blame for an outage; else null. */
  readonly failingAt: BlamedHost | null;
  /** Hosts whose own faults the probe ran into: they are to be checked at once, and judge themselves. */
  readonly blamed: readonly BlamedHost[];
}

/**
 * Reduces a probe of an enclosure or a feed to an outcome of that subject. A fault of a host is none of the subject's:
 * it says nothing about the file behind it, so the outcome is unclear, and the host is blamed instead.
 */
export function outcomeOfProbe(probe: Probe): ProbeJudgement {
  const opening = probe.faults.filter(opensIncident);
  const own = opening.filter((fault) => !isHostFault(fault));
  return {
    outcome: {
      at: new Date(probe.at),
      kind: kindOf(probe, opening, own),
      codes: [...new Set(own.map((fault) => fault.code))],
      predicted: false,
    },
    failing: failingHopOf(probe, own[0]),
    failingAt: failingHostOf(probe, own),
    blamed: opening.filter(isHostFault).flatMap((fault) => blamedBy(probe, fault)),
  };
}

function kindOf(probe: Probe, opening: readonly Fault[], own: readonly Fault[]): Outcome["kind"] {
  if (own.length > 0) return "bad";
  return opening.length > 0 || probe.verdict === "inconclusive" ? "unclear" : "clear";
}

function failingHopOf(probe: Probe, fault: Fault | undefined): FailingHop | null {
  const hop = hopOf(probe, fault);
  if (hop === undefined) return null;
  const { host, port, address } = hop;
  return { host, port, role: null, addresses: address === null ? [] : [address], certificate: null };
}

/** A feed that is not itself any more is no fault of the server that answers. */
function failingHostOf(probe: Probe, own: readonly Fault[]): BlamedHost | null {
  const fault = own.find(({ severity }) => severity === "outage");
  const hop = fault === undefined ? undefined : hopOf(probe, fault);
  return hop === undefined ? null : blamedHostOf(hop);
}

function hopOf(probe: Probe, fault: Fault | undefined): Hop | undefined {
  return probe.hops[fault?.hop ?? probe.hops.length - 1];
}

function blamedBy(probe: Probe, fault: Fault): readonly BlamedHost[] {
  const hop = fault.hop === null ? undefined : probe.hops[fault.hop];
  return hop === undefined ? [] : [blamedHostOf(hop)];
}

function blamedHostOf({ host, port, url }: Hop): BlamedHost {
  return { hostname: host, port, tls: url.startsWith("https:") };
}
