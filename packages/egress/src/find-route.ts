import { isIP } from "node:net";
import { buildFault } from "@earshot/domain";
import type { AddressPolicy } from "./address-policy.ts";
import type { Failed } from "./connection-facts.ts";
import type { Deadline } from "./deadline.ts";
import type { NameResolver } from "./name-resolver.ts";
import type { Endpoint } from "./race-addresses.ts";
import { type ConnectTo, isOverrideFor, type ResolveOverride } from "./route-overrides.ts";

/** Where a host name and port really lead, every endpoint judged. */
export interface Route {
  readonly ok: true;
  readonly endpoints: readonly Endpoint[];
  /** Time spent on the DNS in milliseconds; null when it was not asked. */
  readonly dnsMs: number | null;
}

/** What finding a route needs. */
export interface RouteSources {
  readonly policy: AddressPolicy;
  readonly resolver: NameResolver;
  readonly resolve: readonly ResolveOverride[];
  readonly connectTo: readonly ConnectTo[];
}

/** A route, or the faults that leave none; `dnsMs` tells how long the DNS took to fail. */
export type RouteAnswer = Route | (Failed & { readonly dnsMs: number | null });

/** The host and port to be found. `hostname` is as in a URL, an IPv6 address without brackets. */
export interface Destination {
  readonly hostname: string;
  readonly port: number;
}

/**
 * Finds the endpoints of a destination: `connectTo` first, then `resolve`, then an IP literal, then the DNS. One
 * refused address refuses the whole name, because a name that is public and private at once is how rebinding looks.
 */
export async function findRoute(
  sources: RouteSources,
  destination: Destination,
  deadline: Deadline,
): Promise<RouteAnswer> {
  const target = applyConnectTo(sources.connectTo, destination);
  const overrides = sources.resolve.filter((one) => isOverrideFor(one, target.hostname, target.port));
  // As in curl: a name's own override before one for any name, and the last before those before it.
  const override = overrides.findLast((one) => one.host !== null) ?? overrides.at(-1);
  if (override) return judgeEndpoints(sources.policy, override.addresses.map(asEndpoint(target.port)), null);
  if (isIP(target.hostname) !== 0)
    return judgeEndpoints(sources.policy, [asEndpoint(target.port)(target.hostname)], null);
  // Neither depends on what the DNS says, so it is not asked.
  for (const judgement of [
    sources.policy.judgePort(target.port),
    sources.policy.judgeName(target.hostname),
  ]) {
    if (!judgement.allowed)
      return refused(`${judgement.reason}, so it was not contacted.`, { dnsMs: null, doubt: false });
  }
  const startedAt = performance.now();
  const answer = await sources.resolver.resolve(target.hostname, deadline);
  const dnsMs = performance.now() - startedAt;
  if (!answer.ok) return { ...answer, dnsMs };
  return judgeEndpoints(
    sources.policy,
    answer.addresses.map(({ address }) => asEndpoint(target.port)(address)),
    dnsMs,
  );
}

function applyConnectTo(rules: readonly ConnectTo[], destination: Destination): Destination {
  const rule = rules.find((one) => isOverrideFor(one, destination.hostname, destination.port));
  if (!rule) return destination;
  return { hostname: rule.targetHost ?? destination.hostname, port: rule.targetPort ?? destination.port };
}

function asEndpoint(port: number): (address: string) => Endpoint {
  return (address) => ({ address, family: isIP(address) === 6 ? 6 : 4, port });
}

/** Judges endpoints that are about to be connected to; one refused refuses all. `dnsMs` is null unless the DNS named them. */
export function judgeEndpoints(
  policy: AddressPolicy,
  endpoints: readonly Endpoint[],
  dnsMs: number | null,
): RouteAnswer {
  for (const endpoint of endpoints) {
    const judgement = policy.judge(endpoint.address, endpoint.port);
    if (judgement.allowed) continue;
    // A private answer from the DNS for a public name may be our own resolver's doing (a filter, a split horizon).
    const doubt = dnsMs !== null && !judgement.reason.startsWith("port ");
    return refused(`${judgement.reason}, so it was not contacted.`, { dnsMs, doubt });
  }
  return { ok: true, endpoints, dnsMs };
}

function refused(
  reason: string,
  details: { readonly dnsMs: number | null; readonly doubt: boolean },
): Failed & { readonly dnsMs: number | null } {
  // A sentence begins with a capital, an address does not.
  const message = reason.replace(/^[a-z]+ /, (word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return {
    ok: false,
    faults: [buildFault("address.blocked", { message, doubt: details.doubt })],
    dnsMs: details.dnsMs,
  };
}
