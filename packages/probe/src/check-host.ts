import { type AddressLeaf, findEdgeDrift } from "@earshot/certificate";
import { type AddressCheck, type HostCheck, verdictOf } from "@earshot/domain";
import type { Endpoint } from "@earshot/egress";
import { mergeAddressFaults } from "./merge-address-faults.ts";
import type { ProbeDeps } from "./probe-deps.ts";
import { roundTimings } from "./round-timings.ts";
import { worstFirst } from "./worst-first.ts";

/** One host to be checked. */
export interface HostTarget {
  readonly hostname: string;
  readonly port: number;
  /** Whether the host speaks TLS; a plain-http host is only connected to. */
  readonly tls: boolean;
  /** Number of this check, by which the addresses rotate when there are more than one check tries. */
  readonly rotation?: number;
  /** Addresses to be checked in any case, because they were bad before. */
  readonly addressesFirst?: readonly string[];
}

/** Checks a host; see `Prober.checkHost`. */
export async function checkHost(deps: ProbeDeps, target: HostTarget): Promise<HostCheck> {
  const base = {
    hostname: target.hostname,
    port: target.port,
    at: deps.clock().toISOString(),
    vantage: deps.vantage,
  };
  const route = await deps.egress.resolveAll({ hostname: target.hostname, port: target.port });
  if (!route.ok) return concluded(base, { addresses: [], addressesTotal: 0, faults: route.faults });
  // Without IPv6 of our own those addresses are not checked, unless there are no others.
  const ofIpv4 = route.endpoints.filter((endpoint) => endpoint.family === 4);
  const reachable = deps.egress.ipv6 || ofIpv4.length === 0 ? route.endpoints : ofIpv4;
  const addressesTotal = route.endpoints.length;
  const chosen = chooseEndpoints(reachable, target, deps.limits.addressesPerFamilyMax);
  const addresses = await Promise.all(chosen.map((endpoint) => checkAddress(deps, target, endpoint)));
  const drift = findEdgeDrift(target.hostname, leavesOf(addresses), deps.clock());
  const faults = [...mergeAddressFaults(addresses), ...(drift === null ? [] : [drift])];
  return concluded(base, { addresses, addressesTotal, faults });
}

async function checkAddress(deps: ProbeDeps, target: HostTarget, endpoint: Endpoint): Promise<AddressCheck> {
  const startedAt = performance.now();
  const { faults, facts } = await deps.egress.handshake({
    hostname: target.hostname,
    port: target.port,
    tls: target.tls,
    endpoint,
    deadlineMs: deps.limits.handshakeMs,
  });
  return {
    address: endpoint.address,
    family: endpoint.family,
    verdict: verdictOf(faults),
    faults,
    timings: roundTimings({ ...facts.timings, firstByteMs: null }, performance.now() - startedAt),
    tls: facts.tls,
  };
}

function leavesOf(addresses: readonly AddressCheck[]): AddressLeaf[] {
  return addresses.flatMap(({ address, tls }) => {
    const leaf = tls?.certificates[0];
    return leaf === undefined ? [] : [{ address, leaf }];
  });
}

function concluded(
  base: Pick<HostCheck, "hostname" | "port" | "at" | "vantage">,
  found: Pick<HostCheck, "addresses" | "addressesTotal" | "faults">,
): HostCheck {
  const dates = found.addresses.map((one) => one.tls?.expiresAt ?? null).filter((date) => date !== null);
  return {
    ...base,
    ...found,
    faults: worstFirst(found.faults),
    verdict: verdictOf(found.faults),
    expiresAt: dates.sort()[0] ?? null,
  };
}

/** Per family, the addresses wanted first and then the next ones in turn, so that in a few checks all had theirs. */
function chooseEndpoints(
  endpoints: readonly Endpoint[],
  target: HostTarget,
  perFamilyMax: number,
): Endpoint[] {
  const wanted = new Set(target.addressesFirst);
  return ([4, 6] as const).flatMap((family) => {
    const ofFamily = endpoints
      .filter((endpoint) => endpoint.family === family)
      .sort((one, other) => (one.address < other.address ? -1 : 1));
    const first = ofFamily.filter((endpoint) => wanted.has(endpoint.address)).slice(0, perFamilyMax);
    const others = ofFamily.filter((endpoint) => !wanted.has(endpoint.address));
    const places = perFamilyMax - first.length;
    const start = others.length === 0 ? 0 : ((target.rotation ?? 0) * places) % others.length;
    return [...first, ...[...others.slice(start), ...others.slice(0, start)].slice(0, places)];
  });
}
