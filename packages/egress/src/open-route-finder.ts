import { deadlineIn } from "./deadline.ts";
import { findRoute, type RouteAnswer } from "./find-route.ts";
import { defaultLimits } from "./limits.ts";
import { NameResolver } from "./name-resolver.ts";
import type { EgressOptions } from "./open-egress.ts";

/** Tells where hosts lead, judged as for a connection, without connecting. */
export interface RouteFinder {
  /** Every endpoint that a host leads to, or the faults that leave none. Ends within the DNS time limit. */
  resolveAll(destination: { hostname: string; port: number }): Promise<RouteAnswer>;
  /** Gives up look-ups under way. */
  close(): void;
}

/** Opens a finder for those who must judge an address before there is anything to send, such as a registration. */
export function openRouteFinder(
  options: Pick<EgressOptions, "policy" | "resolve" | "connectTo" | "dnsServers">,
): RouteFinder {
  const resolver = new NameResolver({
    servers: options.dnsServers ?? [],
    timeoutMs: defaultLimits.dnsMs,
    cacheMs: defaultLimits.dnsCacheMs,
    lookupsPerDomainMax: defaultLimits.lookupsPerDomainMax,
  });
  const { policy, resolve = [], connectTo = [] } = options;
  return {
    resolveAll: (destination) =>
      findRoute({ policy, resolver, resolve, connectTo }, destination, deadlineIn(defaultLimits.dnsMs)),
    close: () => resolver.close(),
  };
}
