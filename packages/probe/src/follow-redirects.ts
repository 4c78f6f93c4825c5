import { buildFault, type Fault, type Hop } from "@earshot/domain";
import type { AnsweredExchange, ExchangeRequest } from "@earshot/egress";
import { CookieStore } from "./cookie-store.ts";
import { buildHop, hostOf, portOf } from "./hop-trace.ts";
import { isRedirect, parseLocation } from "./next-location.ts";
import type { ProbeDeps } from "./probe-deps.ts";

/** A host that a chain is about to reach. */
export interface HopHost {
  readonly hostname: string;
  readonly port: number;
  readonly tls: boolean;
  /** 0-based index of the hop; 0 is the URL itself, whose host the caller has admitted already. */
  readonly hop: number;
}

/** Gives a slot at a host as a function that frees it, or null when there is none in time. */
export type Admit = (host: HopHost) => Promise<(() => void) | null>;

/** A chain to be walked. */
export interface ChainRequest {
  readonly url: URL;
  readonly method: "GET" | "HEAD";
  readonly headers: Readonly<Record<string, string>>;
  readonly fresh: boolean;
  readonly family?: 4 | 6 | undefined;
  /** `performance.now()` value by which the chain ends. */
  readonly endsAt: number;
  readonly admit?: Admit | undefined;
}

/** The answer at a chain's end, its body unread. */
export interface FinalAnswer {
  readonly exchange: AnsweredExchange;
  readonly url: URL;
  readonly hop: number;
  readonly startedAt: number;
}

/** How a chain ended: with an answer that is no redirect, with faults, or put off for want of a slot at a host. */
export type Chain = {
  /** The hops walked; with an answer, the last one is missing until its body has been read. */
  readonly hops: readonly Hop[];
  /** The URL of each of these hops, unredacted: for the probe itself, never to be recorded. */
  readonly urls: readonly URL[];
  readonly faults: readonly Fault[];
} & (
  | { readonly end: "answer"; readonly answer: FinalAnswer; readonly release: () => void }
  | { readonly end: "fault" }
  | { readonly end: "deferred"; readonly host: HopHost }
);

interface Walk {
  readonly hops: Hop[];
  readonly urls: URL[];
  readonly faults: Fault[];
  readonly cookies: CookieStore;
  readonly seen: Set<string>;
}

/** Walks a redirect chain by hand, each hop recorded, guarded and judged; ends by `endsAt`. */
export async function followRedirects(deps: ProbeDeps, request: ChainRequest): Promise<Chain> {
  const walk: Walk = { hops: [], urls: [], faults: [], cookies: new CookieStore(), seen: new Set() };
  let url = request.url;
  if (url.protocol === "http:") walk.faults.push(buildFault("http.insecure", { hop: 0 }));
  for (;;) {
    const hop = walk.hops.length;
    const host: HopHost = { hostname: hostOf(url), port: portOf(url), tls: url.protocol === "https:", hop };
    const release = hop > 0 && request.admit ? await request.admit(host) : () => undefined;
    if (release === null) return { ...walk, end: "deferred", host };
    const startedAt = performance.now();
    const exchange = await releasing(
      release,
      deps.egress.exchange(exchangeRequest(request, url, walk.cookies)),
    );
    if (exchange.ok && !isRedirect(exchange.status)) {
      walk.faults.push(...exchange.faults.map((fault) => ({ ...fault, hop })));
      const answer = { exchange, url, hop, startedAt };
      return { ...walk, faults: [...walk.faults, ...manyFaults(deps, walk)], end: "answer", answer, release };
    }
    if (exchange.ok) exchange.body.release();
    release();
    walk.urls.push(url);
    walk.hops.push(buildHop(url, exchange, performance.now() - startedAt));
    walk.faults.push(...exchange.faults.map((fault) => ({ ...fault, hop })));
    const next = exchange.ok ? stepOn(deps, { walk, request }, { url, exchange }) : null;
    if (next === null) return { ...walk, end: "fault" };
    url = next;
  }
}

/** A slot is freed also when the exchange fails on our side. */
async function releasing<T>(release: () => void, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    release();
    throw error;
  }
}

function exchangeRequest(request: ChainRequest, url: URL, cookies: CookieStore): ExchangeRequest {
  const cookie = cookies.headerFor(url);
  return {
    url,
    method: request.method,
    headers: cookie === "" ? request.headers : { ...request.headers, cookie },
    fresh: request.fresh,
    ...(request.family === undefined ? {} : { family: request.family }),
    deadlineMs: Math.max(0, request.endsAt - performance.now()),
  };
}

/** The URL that a redirect leads to, or null after its fault was recorded. */
function stepOn(
  deps: ProbeDeps,
  { walk, request }: { readonly walk: Walk; readonly request: ChainRequest },
  from: { readonly url: URL; readonly exchange: AnsweredExchange },
): URL | null {
  const hop = walk.hops.length - 1;
  const { limits } = deps;
  const next = parseLocation(from.exchange.headers, from.url, hop);
  if (!next.ok) return stop(walk, next.fault);
  walk.seen.add(stateOf(from.url, walk.cookies));
  walk.cookies.take(from.exchange.headers, from.url);
  if (from.url.protocol === "https:" && next.url.protocol === "http:") {
    walk.faults.push(buildFault("redirect.insecure", { hop }));
  }
  if (walk.seen.has(stateOf(next.url, walk.cookies))) {
    return stop(
      walk,
      buildFault("redirect.loop", {
        hop,
        message: "This redirect leads back to a URL that was already asked, with the same cookies.",
      }),
    );
  }
  if (walk.hops.length >= limits.hopsMax) {
    return stop(
      walk,
      buildFault("redirect.too-many", {
        hop,
        message: `The redirects did not end within ${limits.hopsMax} hops.`,
      }),
    );
  }
  if (performance.now() >= request.endsAt) {
    return stop(
      walk,
      buildFault("http.timeout", {
        hop,
        message: "The redirects took all the time that the whole download may take.",
      }),
    );
  }
  return next.url;
}

function stop(walk: Walk, fault: Fault): null {
  walk.faults.push(fault);
  return null;
}

/** A chain comes back to where it was only if a server would answer the same again: same URL, same cookies. */
function stateOf(url: URL, cookies: CookieStore): string {
  const bare = new URL(url);
  bare.hash = "";
  return `${bare.href}\n${cookies.headerFor(url)}`;
}

function manyFaults(deps: ProbeDeps, walk: Walk): Fault[] {
  const redirects = walk.hops.length;
  if (redirects <= deps.limits.redirectsUsual) return [];
  const message = `There are ${redirects} redirects before the file; more than ${deps.limits.redirectsUsual} are too many for some directories.`;
  return [buildFault("redirect.many", { message, hop: redirects - 1 })];
}
