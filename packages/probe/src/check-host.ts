import { isIP } from "node:net";
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
  /** The addresses of the check before, in its order: this one goes on behind them where there are more than it tries. */
  readonly before?: readonly string[];
  /** Addresses to be checked in any case, because they were bad before. */
  readonly addressesFirst?: readonly string[];
}

/**
 * Takes slots at all of these addresses: gives the function that waits for the slot of one of them, or null when there
 * are none in time.
 */
export type AdmitAddresses = (
  addresses: readonly string[],
) => Promise<((address: string) => Promise<void>) | null>;

const admitAll: AdmitAddresses = async () => async () => {};

/** Checks a host; see `Prober.checkHost`. */
export async function checkHost(deps: ProbeDeps, target: HostTarget): Promise<HostCheck> {
  const check = await checkAdmitted(deps, target, admitAll);
  if (check === null) throw new Error("a host check was put off although everybody was admitted");
  return check;
}

/** The same, but null when some address has no slot in time; see `Prober.checkAdmitted`. */
export async function checkAdmitted(
  deps: ProbeDeps,
  target: HostTarget,
  admit: AdmitAddresses,
): Promise<HostCheck | null> {
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
  const slotOf = await admit(chosen.map(({ address }) => address));
  if (slotOf === null) return null;
  const addresses = await Promise.all(
    chosen.map(async (endpoint) => {
      await slotOf(endpoint.address);
      return checkAddress(deps, target, endpoint);
    }),
  );
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

/** Per family, the addresses wanted first and then those behind the last one of before, so that in a few checks all had theirs. */
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
    const last = target.before?.findLast((address) => isIP(address) === family) ?? "";
    const start = Math.max(
      0,
      others.findIndex(({ address }) => address > last),
    );
    return [...first, ...[...others.slice(start), ...others.slice(0, start)].slice(0, places)];
  });
}
