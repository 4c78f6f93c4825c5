import { isIP, type Socket } from "node:net";
import type { SecureContext } from "node:tls";
import { buildFault, type Fault } from "@earshot/domain";
import { closePolitely } from "./close-politely.ts";
import { connectFaultOf } from "./connect-faults.ts";
import { type ConnectionFacts, noConnection } from "./connection-facts.ts";
import { type Deadline, remainingMs } from "./deadline.ts";
import { findRoute, judgeEndpoints, type RouteSources } from "./find-route.ts";
import type { EgressLimits } from "./limits.ts";
import { openTls } from "./open-tls.ts";
import { type Endpoint, raceAddresses } from "./race-addresses.ts";
import type { TlsJudge, TlsJudgement } from "./tls-judge.ts";

/** What opening a connection needs; one for the life of an egress. */
export interface ConnectDeps extends RouteSources {
  readonly context: SecureContext;
  readonly judgeTls: TlsJudge;
  readonly clock: () => Date;
  readonly limits: EgressLimits;
  /** Whether this machine has a public IPv6 address; without one IPv4 is tried first. */
  readonly ipv6: boolean;
  /** Aborted when the egress closes: what is under way then is given up with a rejection. */
  readonly closing: AbortSignal;
}

/** Where to, and how. */
export interface ConnectRequest {
  /** Host name as in a URL, an IPv6 address without brackets. */
  readonly hostname: string;
  readonly port: number;
  readonly tls: boolean;
  /** Only addresses of this family, where given. */
  readonly family?: 4 | 6 | undefined;
  /** One endpoint of an earlier route, instead of looking the name up; judged all the same. */
  readonly endpoint?: Endpoint | undefined;
  readonly deadline: Deadline;
}

/** An open connection that may carry requests, or the faults that forbid it. */
export type Opened =
  | {
      readonly ok: true;
      readonly socket: Socket;
      readonly facts: ConnectionFacts;
      /** Faults short of an outage, such as a certificate that expires soon. */
      readonly faults: readonly Fault[];
      /** Judges the dates of its certificates at a later time; null for plain http. */
      readonly usableAt: TlsJudgement["usableAt"] | null;
    }
  | { readonly ok: false; readonly facts: ConnectionFacts; readonly faults: readonly Fault[] };

/** Opens one fresh connection: route, guard, TCP, TLS, judgement. Ends by the deadline; leaves no socket when it fails. */
export async function openConnection(deps: ConnectDeps, request: ConnectRequest): Promise<Opened> {
  const route = request.endpoint
    ? judgeEndpoints(deps.policy, [request.endpoint], null)
    : await findRoute(deps, request, request.deadline);
  const facts: ConnectionFacts = {
    ...noConnection,
    timings: { ...noConnection.timings, dnsMs: route.dnsMs },
  };
  if (!route.ok) return { ok: false, facts, faults: route.faults };
  const endpoints = orderEndpoints(route.endpoints, { family: request.family, ipv6: deps.ipv6 });
  if (endpoints.length === 0) return { ok: false, facts, faults: [noneOfFamily(request)] };
  const startedAt = performance.now();
  const timeoutMs = remainingMs(request.deadline, deps.limits.connectMs);
  const race = await raceAddresses(endpoints.slice(0, deps.limits.addressesMax), {
    timeoutMs,
    attemptDelayMs: deps.limits.attemptDelayMs,
    signal: deps.closing,
  });
  const connectMs = performance.now() - startedAt;
  if (!race.ok) {
    const first = race.attempts[0]?.endpoint ?? null;
    const tried = { ...facts, address: first?.address ?? null, family: first?.family ?? null };
    return {
      ok: false,
      facts: tried,
      faults: [connectFaultOf(race.attempts, { timeoutMs, ipv6: deps.ipv6 })],
    };
  }
  const connected: ConnectionFacts = {
    ...facts,
    address: race.endpoint.address,
    family: race.endpoint.family,
    timings: { ...facts.timings, connectMs },
  };
  if (!request.tls) return { ok: true, socket: race.socket, facts: connected, faults: [], usableAt: null };
  return secure(deps, request, { socket: race.socket, endpoint: race.endpoint, facts: connected });
}

interface Connected {
  readonly socket: Socket;
  readonly endpoint: Endpoint;
  readonly facts: ConnectionFacts;
}

async function secure(deps: ConnectDeps, request: ConnectRequest, connected: Connected): Promise<Opened> {
  const startedAt = performance.now();
  // The dot that makes a name absolute is the DNS's; certificates and SNI do without (RFC 6066 section 3).
  const hostname = request.hostname.replace(/\.$/, "");
  const onClosing = () => connected.socket.destroy();
  deps.closing.addEventListener("abort", onClosing, { once: true });
  const opened = await openTls({
    socket: connected.socket,
    servername: isIP(hostname) === 0 ? hostname : null,
    context: deps.context,
    timeoutMs: remainingMs(request.deadline, deps.limits.tlsMs),
  });
  deps.closing.removeEventListener("abort", onClosing);
  if (deps.closing.aborted) throw new Error("a handshake was given up because the egress was closed");
  const tlsMs = performance.now() - startedAt;
  const timings = { ...connected.facts.timings, tlsMs };
  if (!opened.ok) return { ok: false, facts: { ...connected.facts, timings }, faults: opened.faults };
  const judgement = deps.judgeTls({
    hostname,
    port: request.port,
    address: connected.endpoint.address,
    served: opened.served,
    authorized: opened.authorized,
    authorizationError: opened.authorizationError,
    protocol: opened.protocol,
    now: deps.clock(),
  });
  const facts: ConnectionFacts = { ...connected.facts, timings, tls: judgement.tls };
  const { faults, usable, usableAt } = judgement;
  if (usable) return { ok: true, socket: opened.socket, facts, faults, usableAt };
  closePolitely(opened.socket);
  return { ok: false, facts, faults };
}

/** Alternates the families (RFC 8305 section 4), IPv6 first where this machine has it. */
function orderEndpoints(
  endpoints: readonly Endpoint[],
  wish: { family: 4 | 6 | undefined; ipv6: boolean },
): Endpoint[] {
  const first = wish.ipv6 ? 6 : 4;
  const leading = endpoints.filter((endpoint) => endpoint.family === first);
  const trailing = endpoints.filter((endpoint) => endpoint.family !== first);
  const ordered = leading.flatMap((endpoint, index) => [endpoint, ...trailing.slice(index, index + 1)]);
  ordered.push(...trailing.slice(leading.length));
  return wish.family === undefined ? ordered : ordered.filter((endpoint) => endpoint.family === wish.family);
}

function noneOfFamily(request: ConnectRequest): Fault {
  const message = `${request.hostname} has no IPv${request.family} address.`;
  return buildFault("dns.not-found", { message });
}
