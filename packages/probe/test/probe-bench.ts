import { openTrustStore } from "@earshot/certificate";
import {
  buildAddressPolicy,
  type EgressLimits,
  openEgress,
  parseAddressRange,
  parseConnectTo,
  parseResolveOverride,
} from "@earshot/egress";
import { type PodcastHost, type PodcastHostOptions, startPodcastHost } from "@earshot/podcast-host";
import { buildProber, type Prober } from "../src/build-prober.ts";
import { buildTlsJudge } from "../src/build-tls-judge.ts";
import type { ProbeLimits } from "../src/limits.ts";

/** A synthetic host and a prober that is sent there, whatever the name. */
export interface ProbeBench {
  readonly host: PodcastHost;
  readonly prober: Prober;
  readonly openConnections: () => number;
  close(): Promise<void>;
}

/** What differs from an ordinary bench. */
export interface ProbeBenchOptions {
  readonly host?: PodcastHostOptions;
  readonly egress?: Partial<EgressLimits>;
  readonly probe?: Partial<ProbeLimits>;
  readonly clock?: () => Date;
  /** `host:port:address,…` entries; with them, `connectTo` of the host is left out. */
  readonly resolve?: (host: PodcastHost) => readonly string[];
}

/** Opens a bench; everything on loopback, real TLS. */
export async function openProbeBench(options: ProbeBenchOptions = {}): Promise<ProbeBench> {
  const host = await startPodcastHost({ standIn: true, ...options.host });
  const trust = openTrustStore({ extraPem: [host.caPem] });
  const clock = options.clock ?? (() => new Date());
  const egress = openEgress({
    policy: buildAddressPolicy({ allow: [parseAddressRange("127.0.0.0/8")] }),
    judgeTls: buildTlsJudge({ trust }),
    ...(options.resolve
      ? { resolve: options.resolve(host).map(parseResolveOverride) }
      : { connectTo: host.connectTo.map(parseConnectTo) }),
    ca: [host.caPem],
    limits: options.egress ?? {},
    clock,
  });
  const prober = buildProber({ egress, vantage: "test", clock, limits: options.probe ?? {} });
  return {
    host,
    prober,
    openConnections: () => egress.openConnections,
    close: async () => {
      await egress.close();
      await host.close();
    },
  };
}
