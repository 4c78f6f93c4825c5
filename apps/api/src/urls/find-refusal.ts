import type { AddressPolicy, RouteFinder } from "@earshot/egress";

/** The guard, as far as registrations ask it. */
export interface UrlGuard {
  readonly policy: Pick<AddressPolicy, "judgeName">;
  readonly routes: Pick<RouteFinder, "resolveAll">;
}

/**
 * Why the guard would refuse this host already now, or null. Only literal addresses and names of the machine itself
 * are asked about (neither needs the DNS); where other names lead is judged at each connection, when it counts.
 */
export async function findRefusal(
  guard: UrlGuard,
  host: { readonly hostname: string; readonly port: number; readonly isAddress: boolean },
): Promise<string | null> {
  const { hostname, port, isAddress } = host;
  if (!isAddress && guard.policy.judgeName(hostname).allowed) return null;
  const route = await guard.routes.resolveAll({ hostname, port });
  return route.ok ? null : (route.faults[0]?.message ?? "Its address is refused.");
}
