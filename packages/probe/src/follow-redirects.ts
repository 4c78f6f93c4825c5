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
  /** 0-based index of the hop. */
  readonly hop: number;
  /** Whether the same probe has asked this host before. */
  readonly returning: boolean;
  /** Whether the place that the probe was given there is still held, so that it wants a slot only. */
  readonly held: boolean;
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
  /** What the probe has done before; without it the caller has admitted the URL's own host already. */
  readonly before?: Before | undefined;
}

/** What a probe had done before a chain that it walks besides. */
export interface Before {
  /** The URLs that it asked for. */
  readonly asked: readonly URL[];
  /** The one at whose host it still has a place; null when it has given all back. */
  readonly held: URL | null;
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
  /** The hosts asked so far. */
  readonly hosts: Set<string>;
  /** Frees the slot at the present hop's host. */
  release: () => void;
}

const nothingHeld = (): void => undefined;

/** Walks a redirect chain by hand, each hop recorded, guarded and judged; ends by `endsAt`. */
export async function followRedirects(deps: ProbeDeps, request: ChainRequest): Promise<Chain> {
  const walk: Walk = {
    hops: [],
    urls: [],
    faults: [],
    cookies: new CookieStore(),
    seen: new Set(),
    hosts: new Set(request.before?.asked.map(placeOf)),
    release: nothingHeld,
  };
  if (request.url.protocol === "http:") walk.faults.push(buildFault("http.insecure", { hop: 0 }));
  try {
    return await walkOn(deps, request, walk);
  } catch (error) {
    // A slot is freed also when an exchange fails on our side.
    walk.release();
    throw error;
  }
}

async function walkOn(deps: ProbeDeps, request: ChainRequest, walk: Walk): Promise<Chain> {
  const { hops, urls, faults } = walk;
  let { url } = request;
  for (;;) {
    const hop = hops.length;
    if (request.admit && (hop > 0 || request.before)) {
      const host = hopHostOf(url, { hop, asked: walk.hosts, held: request.before?.held ?? null });
      const release = await request.admit(host);
      if (release === null) return { hops, urls, faults, end: "deferred", host };
      walk.release = release;
    }
    walk.hosts.add(placeOf(url));
    const startedAt = performance.now();
    const exchange = await deps.egress.exchange(exchangeRequest(request, url, walk.cookies, startedAt));
    for (const fault of exchange.faults) faults.push({ ...fault, hop });
    if (exchange.ok && !isRedirect(exchange.status)) {
      faults.push(...manyFaults(deps, walk));
      const answer = { exchange, url, hop, startedAt };
      return { hops, urls, faults, end: "answer", answer, release: walk.release };
    }
    if (exchange.ok) exchange.body.release();
    walk.release();
    walk.release = nothingHeld;
    urls.push(url);
    hops.push(buildHop(url, exchange, performance.now() - startedAt));
    const next = exchange.ok ? stepOn(deps, { walk, request }, { url, exchange }) : null;
    if (next === null) return { hops, urls, faults, end: "fault" };
    url = next;
  }
}

/** The host of a URL, as somebody is asked for admission to it. */
export function hopHostOf(
  url: URL,
  at: { readonly hop: number; readonly asked: ReadonlySet<string>; readonly held: URL | null },
): HopHost {
  return {
    hostname: hostOf(url),
    port: portOf(url),
    tls: url.protocol === "https:",
    hop: at.hop,
    returning: at.asked.has(placeOf(url)),
    held: at.held !== null && placeOf(at.held) === placeOf(url),
  };
}

/** The host and port that a URL leads to. */
export function placeOf(url: URL): string {
  return `${hostOf(url)}:${portOf(url)}`;
}

function exchangeRequest(
  request: ChainRequest,
  url: URL,
  cookies: CookieStore,
  startedAt: number,
): ExchangeRequest {
  const cookie = cookies.headerFor(url);
  const { family } = request;
  return {
    url,
    method: request.method,
    headers: cookie === "" ? request.headers : { ...request.headers, cookie },
    fresh: request.fresh,
    ...(family !== undefined && { family }),
    deadlineMs: Math.max(0, request.endsAt - startedAt),
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
  const { href } = url;
  const fragment = href.indexOf("#");
  return `${fragment < 0 ? href : href.slice(0, fragment)}\n${cookies.headerFor(url)}`;
}

function manyFaults(deps: ProbeDeps, walk: Walk): Fault[] {
  const redirects = walk.hops.length;
  if (redirects <= deps.limits.redirectsUsual) return [];
  const message = `There are ${redirects} redirects before the file; more than ${deps.limits.redirectsUsual} are too many for some directories.`;
  return [buildFault("redirect.many", { message, hop: redirects - 1 })];
}
