import { type Hop, type HostSignal, isHostFault, opensIncident, type Probe } from "@earshot/domain";
import { readRetryAfter } from "@earshot/egress";

/** What one hop of a probe says about how its host wants to be asked. */
export interface HopSignal {
  readonly host: { readonly hostname: string; readonly port: number; readonly tls: boolean };
  readonly signal: HostSignal;
}

const throttledStatuses: ReadonlySet<number | null> = new Set([429, 503]);

/**
 * One signal for each request of a probe. A hop that failed through no fault of its host, such as one that our own
 * machine was too slow for, says nothing: it counts as answered.
 */
export function hostSignalsOf(probe: Probe): readonly HopSignal[] {
  const failed = probe.faults.filter((fault) => opensIncident(fault) && isHostFault(fault));
  return probe.hops.map((hop, index) => ({
    host: { hostname: hop.host, port: hop.port, tls: hop.url.startsWith("https:") },
    signal: signalOf(
      hop,
      failed.some((fault) => fault.hop === index),
      probe.at,
    ),
  }));
}

function signalOf(hop: Hop, isFailed: boolean, at: string): HostSignal {
  if (throttledStatuses.has(hop.status)) {
    return {
      kind: "throttled",
      retryAfterMs: readRetryAfter(hop.headers?.["retry-after"] ?? null, new Date(at)),
    };
  }
  return { kind: isFailed ? "fault" : "answered" };
}
