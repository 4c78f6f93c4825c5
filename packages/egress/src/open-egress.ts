import { setMaxListeners } from "node:events";
import { networkInterfaces } from "node:os";
import ipaddr from "ipaddr.js";
import type { AddressPolicy } from "./address-policy.ts";
import { closePolitely } from "./close-politely.ts";
import { ConnectionPool } from "./connection-pool.ts";
import { deadlineIn } from "./deadline.ts";
import {
  type Exchange,
  type ExchangeDeps,
  type ExchangeRequest,
  exchange,
  type RequestedOrigin,
} from "./exchange.ts";
import { findRoute, type RouteAnswer } from "./find-route.ts";
import { defaultLimits, type EgressLimits } from "./limits.ts";
import { doubtIfLagged, LoopLagWatch } from "./loop-lag.ts";
import { NameResolver } from "./name-resolver.ts";
import { type ConnectDeps, type Opened, openConnection } from "./open-connection.ts";
import { buildSecureContext } from "./open-tls.ts";
import type { Endpoint } from "./race-addresses.ts";
import type { ConnectTo, ResolveOverride } from "./route-overrides.ts";
import type { TlsJudge } from "./tls-judge.ts";

/** The one User-Agent of all probes: contains "bot" and a link, so that download counters leave it out. */
export const defaultUserAgent = "EarshotBot/1.0 (+https://earshot.example/bot)";

/** What an egress is opened with. */
export interface EgressOptions {
  readonly policy: AddressPolicy;
  readonly judgeTls: TlsJudge;
  readonly resolve?: readonly ResolveOverride[];
  readonly connectTo?: readonly ConnectTo[];
  /** Name servers as `address` or `address:port`; the system's by default. */
  readonly dnsServers?: readonly string[];
  /** Certificates in PEM, trusted beside Mozilla's roots. */
  readonly ca?: readonly string[];
  readonly userAgent?: string;
  readonly limits?: Partial<EgressLimits>;
  readonly clock?: () => Date;
  /** Told of each request as it goes out, those that are sent once more included. */
  readonly onRequest?: (to: RequestedOrigin) => void;
}

/** A fresh connection to be made for its own sake. */
export interface HandshakeRequest {
  readonly hostname: string;
  readonly port: number;
  readonly tls: boolean;
  /** One endpoint of `resolveAll`; the name is looked up when absent. */
  readonly endpoint?: Endpoint;
  readonly deadlineMs?: number;
}

/** What one handshake found; `ok` when the connection could have carried a request. */
export type Handshake = Pick<Opened, "ok" | "facts" | "faults">;

/** The only door to the outside. Every connection is guarded, judged, bounded and timed. */
export interface Egress {
  /** One request and the head of its response. Ends by its deadline, also while connecting. */
  exchange(request: ExchangeRequest): Promise<Exchange>;
  /** One fresh TCP connection and, with `tls`, one fresh handshake; no request, nothing kept. */
  handshake(request: HandshakeRequest): Promise<Handshake>;
  /** Every endpoint that a host leads to, guarded. */
  resolveAll(destination: { hostname: string; port: number; deadlineMs?: number }): Promise<RouteAnswer>;
  /** Whether this machine has a public IPv6 address, so that IPv6 endpoints can be judged at all. */
  readonly ipv6: boolean;
  /** Sockets open now, idle ones included. */
  readonly openConnections: number;
  /** Whether our name servers left the last look-up without an answer, and have answered none since. */
  readonly namesSilent: boolean;
  /** Closes every connection and gives up every look-up; requests under way fail. */
  close(): Promise<void>;
}

/** Opens the door. The caller closes it. */
export function openEgress(options: EgressOptions): Egress {
  const limits: EgressLimits = { ...defaultLimits, ...options.limits };
  const resolver = new NameResolver({
    servers: options.dnsServers ?? [],
    timeoutMs: limits.dnsMs,
    cacheMs: limits.dnsCacheMs,
    lookupsPerDomainMax: limits.lookupsPerDomainMax,
  });
  const closing = new AbortController();
  // One listener for each connection being opened is no leak.
  setMaxListeners(0, closing.signal);
  const deps: ConnectDeps = {
    policy: options.policy,
    resolver,
    resolve: options.resolve ?? [],
    connectTo: options.connectTo ?? [],
    context: buildSecureContext(options.ca ?? []),
    judgeTls: options.judgeTls,
    clock: options.clock ?? (() => new Date()),
    limits,
    ipv6: hasPublicIpv6(),
    closing: closing.signal,
  };
  const pool = new ConnectionPool(deps);
  const lag = new LoopLagWatch();
  const { userAgent = defaultUserAgent, onRequest = () => {} } = options;
  const exchanges: ExchangeDeps = { pool, lag, limits, userAgent, onRequest };
  return {
    exchange: (request) => exchange(exchanges, request),
    handshake: (request) => withDoubt(lag, () => handshake(deps, request)),
    resolveAll: ({ deadlineMs, ...destination }) =>
      withDoubt(lag, () => findRoute(deps, destination, deadlineIn(deadlineMs ?? limits.dnsMs))),
    ipv6: deps.ipv6,
    get openConnections() {
      return pool.openCount;
    },
    get namesSilent() {
      return resolver.isSilent;
    },
    close: async () => {
      closing.abort();
      pool.close();
      resolver.close();
      lag.close();
    },
  };
}

/** What fails by a time-out while our own event loop was held up is in doubt. */
async function withDoubt<T extends RouteAnswer | Handshake>(
  lag: LoopLagWatch,
  work: () => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  const found = await work();
  return "faults" in found ? { ...found, faults: doubtIfLagged(lag, found.faults, startedAt) } : found;
}

async function handshake(deps: ConnectDeps, request: HandshakeRequest): Promise<Handshake> {
  const deadline = deadlineIn(request.deadlineMs ?? deps.limits.totalMs);
  const { ok, facts, faults, ...opened } = await openConnection(deps, { ...request, deadline });
  if ("socket" in opened && opened.socket) closePolitely(opened.socket);
  return { ok, facts, faults };
}

/** Whether any interface has a global unicast IPv6 address, without which IPv6 is not worth trying first. */
function hasPublicIpv6(): boolean {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .some(({ family, address }) => family === "IPv6" && ipaddr.parse(address).range() === "unicast");
}
