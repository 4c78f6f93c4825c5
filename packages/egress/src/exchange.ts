import { buildFault, type Fault, type PhaseTimings } from "@earshot/domain";
import type { Dispatcher } from "undici";
import { type ConnectionFacts, noConnection } from "./connection-facts.ts";
import type { ConnectionPool } from "./connection-pool.ts";
import { type Deadline, deadlineIn } from "./deadline.ts";
import { dispatchLeniently, type LenientRequest } from "./lenient-exchange.ts";
import type { EgressLimits } from "./limits.ts";
import { doubtIfLagged, type LoopLagWatch } from "./loop-lag.ts";
import type { ConnectRequest } from "./open-connection.ts";
import type { PooledConnection } from "./pooled-connection.ts";
import type { ResponseBody } from "./response-body.ts";
import { isInterimRefused, isStaleConnection, responseFaultOf } from "./response-faults.ts";
import { type HeadOutcome, type ResponseHead, ResponseReceiver } from "./response-receiver.ts";

/** One request. */
export interface ExchangeRequest {
  readonly url: URL;
  /** `GET` by default. */
  readonly method?: "GET" | "HEAD" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Whether to open a new connection even if a pooled one is idle. A POST that may not be repeated always does. */
  readonly fresh?: boolean;
  /**
   * Whether the server knows how to take the same POST twice, so that it may use a pooled connection: one that turns out
   * to be dead before any byte of an answer came makes it go out once more.
   */
  readonly repeatable?: boolean;
  /** Only addresses of this family. */
  readonly family?: 4 | 6;
  /** Milliseconds for the whole exchange, the reading of the body included. */
  readonly deadlineMs?: number;
}

/** An exchange that got the head of a response; its body waits to be read. */
export interface AnsweredExchange {
  readonly ok: true;
  readonly status: number;
  /** Names in lower case; repeated headers as a list. */
  readonly headers: ResponseHead["headers"];
  readonly httpVersion: string;
  /** Faults short of an outage that came to light on the way. */
  readonly faults: readonly Fault[];
  readonly connection: ConnectionFacts;
  /** Durations up to the head; `totalMs` is null because the body is still to come. */
  readonly timings: PhaseTimings;
  readonly body: ResponseBody;
}

/** An exchange that the target failed. */
export interface FailedExchange {
  readonly ok: false;
  readonly faults: readonly Fault[];
  readonly connection: ConnectionFacts;
  readonly timings: PhaseTimings;
}

/** How an exchange went. */
export type Exchange = AnsweredExchange | FailedExchange;

/** What exchanges need; one for the life of an egress. */
export interface ExchangeDeps {
  readonly pool: ConnectionPool;
  readonly lag: LoopLagWatch;
  readonly limits: EgressLimits;
  readonly userAgent: string;
  /** Told of each request as it goes out. */
  readonly onRequest: (to: RequestedOrigin) => void;
}

/** Where a request goes to. */
export interface RequestedOrigin {
  readonly hostname: string;
  readonly port: number;
  readonly tls: boolean;
}

const headerBytesUsual = 16_384;

/** Makes one exchange; see `Egress.exchange`. */
export async function exchange(deps: ExchangeDeps, request: ExchangeRequest): Promise<Exchange> {
  const refusal = refusalOf(request.url);
  if (refusal) return failedBefore([refusal]);
  const deadline = deadlineIn(request.deadlineMs ?? deps.limits.totalMs);
  const strictly = { deadline, lenient: false };
  const leniently = { deadline, fresh: true, lenient: true };
  const fresh = request.fresh === true || !isRepeatable(request);
  let result = await attempt(deps, request, { ...strictly, fresh });
  // Our own doing: the server may close an idle connection at any time. So the request goes out once more, unrecorded.
  if (result === "stale") result = await attempt(deps, request, { ...strictly, fresh: true });
  if (result === "interim") result = await attempt(deps, request, leniently);
  if (typeof result === "string") throw new Error(`a fresh connection gave a ${result} answer`);
  const [fault] = result.ok ? [] : result.faults;
  if (fault?.code !== "http.protocol-error" || request.method === "POST") return result;
  // Players are more tolerant than undici: what they can read is a warning, not an outage.
  const again = await attempt(deps, request, leniently);
  const isTolerable = typeof again !== "string" && again.ok;
  return isTolerable ? { ...again, faults: [...again.faults, toleratedFault(fault)] } : result;
}

function toleratedFault(fault: Fault): Fault {
  const message = `Tolerant players can read this answer and strict ones refuse it. ${fault.message}`;
  return { ...fault, severity: "warning", message };
}

interface AttemptTerms {
  readonly deadline: Deadline;
  readonly fresh: boolean;
  /** Whether to read the response as tolerantly as players do, on a connection for this request alone. */
  readonly lenient: boolean;
}

/**
 * One attempt; `stale` when it fell victim to a pooled connection that had died, and may be made again; `interim` when
 * undici gave up at a 100 that a tolerant reading skips.
 */
async function attempt(
  deps: ExchangeDeps,
  request: ExchangeRequest,
  terms: AttemptTerms,
): Promise<Exchange | "stale" | "interim"> {
  const key = originKeyOf(request);
  const startedAt = performance.now();
  const idle = terms.fresh ? undefined : deps.pool.takeIdle(key);
  const checkout = idle
    ? { ok: true as const, connection: idle, reused: true }
    : await deps.pool.checkOut(key, connectRequest(request, terms.deadline), terms.fresh);
  if (!checkout.ok) {
    const faults = doubtIfLagged(deps.lag, checkout.faults, startedAt);
    return { ok: false, faults, connection: checkout.facts, timings: timingsOf(checkout.facts, null) };
  }
  const { connection, reused } = checkout;
  const isSingleUse = terms.lenient || !isRepeatable(request);
  const closeOnly = (reason: Error) => deps.pool.forget(key, connection, reason);
  const receiver = new ResponseReceiver(
    { deadline: terms.deadline, limits: deps.limits, lag: deps.lag },
    {
      onDone: () => (isSingleUse ? closeOnly(new Error("done")) : deps.pool.checkIn(key, connection)),
      onBroken: closeOnly,
    },
  );
  deps.onRequest(originOf(request));
  if (terms.lenient) dispatchLeniently(connection, lenientRequest(deps, request), receiver);
  else connection.dispatch(dispatchOptions(request, deps.userAgent), receiver);
  const outcome = await receiver.head;
  if (reused && isStale(outcome)) return "stale";
  if ("error" in outcome && isInterimRefused(outcome.error) && isRepeatable(request)) return "interim";
  return concluded(outcome, {
    connection,
    facts: reused ? reusedFacts(connection) : connection.facts,
    receiver,
  });
}

function originKeyOf({ url, family }: ExchangeRequest): string {
  const origin = `${url.protocol}//${url.host}`;
  return family === undefined ? origin : `${origin} ${family}`;
}

function connectRequest(request: ExchangeRequest, deadline: Deadline): ConnectRequest {
  return { ...originOf(request), family: request.family, deadline };
}

function originOf({ url }: ExchangeRequest): RequestedOrigin {
  return { hostname: unbracket(url.hostname), port: portOf(url), tls: url.protocol === "https:" };
}

interface Answered {
  readonly connection: PooledConnection;
  readonly facts: ConnectionFacts;
  readonly receiver: ResponseReceiver;
}

function concluded(outcome: HeadOutcome, answered: Answered): Exchange {
  const { connection, facts, receiver } = answered;
  if (!("head" in outcome)) {
    const timings = timingsOf(facts, null);
    return { ok: false, faults: [failureOf(outcome)], connection: facts, timings };
  }
  const { head } = outcome;
  return {
    ok: true,
    status: head.status,
    headers: head.headers,
    httpVersion: connection.httpVersion,
    faults: head.headerBytes > headerBytesUsual ? [...connection.faults, largeHead(head)] : connection.faults,
    connection: facts,
    timings: timingsOf(facts, head.firstByteMs),
    body: receiver,
  };
}

function failureOf(outcome: Exclude<HeadOutcome, { head: ResponseHead }>): Fault {
  if ("fault" in outcome) return outcome.fault;
  const fault = responseFaultOf(outcome.error, outcome.stage);
  if (fault === null)
    throw new Error("an exchange failed in a way that is not known", { cause: outcome.error });
  return fault;
}

function largeHead(head: ResponseHead): Fault {
  const message = `The response headers are ${head.headerBytes} bytes long; many players accept 16,384 at most.`;
  return buildFault("http.protocol-error", { severity: "warning", message });
}

function isStale(outcome: HeadOutcome): boolean {
  return "error" in outcome && outcome.stage === "nothing" && isStaleConnection(outcome.error);
}

function isRepeatable(request: ExchangeRequest): boolean {
  return request.method !== "POST" || request.repeatable === true;
}

function dispatchOptions(request: ExchangeRequest, userAgent: string): Dispatcher.DispatchOptions {
  return {
    path: request.url.pathname + request.url.search,
    method: request.method ?? "GET",
    headers: { "user-agent": userAgent, ...request.headers },
    body: request.body ?? null,
    // Nothing waits behind this request on its connection, so undici need not look for more when its head has come.
    blocking: false,
  };
}

function lenientRequest(deps: ExchangeDeps, request: ExchangeRequest): LenientRequest {
  const { path } = dispatchOptions(request, deps.userAgent);
  return {
    method: request.method ?? "GET",
    path,
    host: request.url.host,
    headers: { "user-agent": deps.userAgent, ...request.headers },
    headerBytesMax: deps.limits.headerBytesMax,
  };
}

function reusedFacts(connection: PooledConnection): ConnectionFacts {
  return { ...connection.facts, timings: noConnection.timings, reused: true };
}

function timingsOf(facts: ConnectionFacts, firstByteMs: number | null): PhaseTimings {
  return { ...facts.timings, firstByteMs, totalMs: null };
}

/** The fault of a URL that must not be requested, whatever it leads to; null when it may. */
function refusalOf(url: URL): Fault | null {
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return buildFault("url.invalid", { message: `The scheme ${url.protocol} is neither http nor https.` });
  }
  if (url.username !== "" || url.password !== "") {
    const message =
      "The URL holds a user name or password; those are refused because they would be sent and stored.";
    return buildFault("url.invalid", { message });
  }
  return null;
}

function failedBefore(faults: readonly Fault[]): FailedExchange {
  return { ok: false, faults, connection: noConnection, timings: timingsOf(noConnection, null) };
}

function unbracket(hostname: string): string {
  return hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
}

function portOf(url: URL): number {
  return url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
}
