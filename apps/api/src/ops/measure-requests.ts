import { knownHostOf } from "@earshot/probe";
import { type Db, listRequestedHosts } from "@earshot/storage";
import type { ApiMetrics } from "../api-deps.ts";

/** So many hosts, and so many prefix hosts among the busiest, have a label of their own; strangers choose the names. */
const labelledMax = 20;
const lookedAtMax = 200;

/**
 * Makes the gauge of today's requests by host, and gives the function that brings it up to date. Prefix hosts are told
 * of apart from the others, since every request to one counts as a listener's in somebody's statistics.
 */
export function measureRequests(deps: {
  readonly db: Db;
  readonly clock: () => Date;
  readonly metrics: ApiMetrics;
}): () => Promise<void> {
  const { db, clock, metrics } = deps;
  const gauge = metrics.gauge({
    name: "earshot_host_requests_today",
    help: `Requests to a host since midnight UTC: the ${labelledMax} busiest prefix hosts and the ${labelledMax} busiest others.`,
    labelNames: ["host", "role"],
  });
  return async () => {
    const now = clock();
    const hosts = await listRequestedHosts(db, { day: now, limit: lookedAtMax, now });
    const known = hosts.map(({ hostname, port, requests }) => ({
      labels: { host: `${hostname}:${port}`, role: knownHostOf(hostname)?.role ?? "unknown" },
      requests,
    }));
    const prefixes = known.filter(({ labels }) => labels.role === "prefix").slice(0, labelledMax);
    const others = known.filter(({ labels }) => labels.role !== "prefix").slice(0, labelledMax);
    gauge.reset();
    for (const { labels, requests } of [...prefixes, ...others]) gauge.set(labels, requests);
  };
}
