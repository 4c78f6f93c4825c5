import { type Fault, type Probe, verdictOf } from "@earshot/domain";
import { type Chain, followRedirects } from "./follow-redirects.ts";
import { buildHop, type HeaderMap, headerOf } from "./hop-trace.ts";
import { challengeFaultOf, statusFaultOf } from "./judge-status.ts";
import { parseTargetUrl } from "./parse-target-url.ts";
import type { ProbeDeps } from "./probe-deps.ts";

/** A document, such as a feed, to be fetched whole. */
export interface DocumentTarget {
  readonly url: string;
  /** Conditional and content negotiation headers. */
  readonly headers: Readonly<Record<string, string>>;
  /** The whole chain and the reading of the body. */
  readonly deadlineMs: number;
}

/** The answer at the end of a document's chain, when it is 200 or 304. */
export interface DocumentAnswer {
  readonly status: 200 | 304;
  readonly headers: HeaderMap;
  /** URL that the body came from, to which its relative URLs refer. */
  readonly url: string;
  /** Where every redirect on the way was permanent (301, 308), the URL that they lead to; else null. */
  readonly permanentUrl: string | null;
  /** The body as it comes, still under its content coding; it ends early when the transfer fails. Read it once. */
  readonly body: AsyncGenerator<Uint8Array, void>;
}

/** A fetched document: its answer, or null with the faults why there is none. */
export interface OpenDocument {
  readonly answer: DocumentAnswer | null;
  /** The Retry-After header of the final answer, or null. */
  readonly retryAfter: string | null;
  /** Ends the fetch, cuts what was not read, and gives the probe, with `faults` that the document itself had. */
  conclude(faults: readonly Fault[]): Probe;
}

const errorBodyBytes = 4_096;

/** Opens a document; see `Prober.openDocument`. */
export async function openDocument(deps: ProbeDeps, target: DocumentTarget): Promise<OpenDocument> {
  const at = deps.clock().toISOString();
  const base = { url: target.url, at, vantage: deps.vantage };
  const parsed = parseTargetUrl(target.url);
  if (!parsed.ok) return refused(base, [parsed.fault]);
  const chain = await followRedirects(deps, {
    url: parsed.url,
    method: "GET",
    headers: target.headers,
    fresh: false,
    endsAt: performance.now() + target.deadlineMs,
  });
  return chain.end === "answer" ? answered(base, chain) : refused(base, chain.faults, chain);
}

type Base = Pick<Probe, "url" | "at" | "vantage">;
type AnsweredChain = Extract<Chain, { end: "answer" }>;

function refused(base: Base, faults: readonly Fault[], chain?: Chain): OpenDocument {
  const hops = chain?.hops ?? [];
  return { answer: null, retryAfter: null, conclude: (more) => buildProbe(base, hops, [...faults, ...more]) };
}

async function answered(base: Base, chain: AnsweredChain): Promise<OpenDocument> {
  const { exchange, url, hop, startedAt } = chain.answer;
  const transfer: Fault[] = [];
  const conclude = (faults: readonly Fault[]) => {
    exchange.body.destroy();
    const hops = [...chain.hops, buildHop(url, exchange, performance.now() - startedAt)];
    return buildProbe(base, hops, [...chain.faults, ...transfer, ...faults]);
  };
  const retryAfter = headerOf(exchange.headers, "retry-after");
  const challenge = challengeFaultOf(exchange.headers, hop);
  const { status } = exchange;
  if ((status !== 200 && status !== 304) || challenge !== null) {
    const { bytes } = await exchange.body.read(errorBodyBytes);
    transfer.push(challenge ?? statusFaultOf(exchange, bytes, hop));
    return { answer: null, retryAfter, conclude };
  }
  const permanent =
    chain.hops.length > 0 && chain.hops.every((one) => one.status === 301 || one.status === 308);
  const answer: DocumentAnswer = {
    status,
    headers: exchange.headers,
    url: url.href,
    permanentUrl: permanent ? url.href : null,
    body: readBody(exchange.body.chunks(), (fault) => transfer.push({ ...fault, hop })),
  };
  return { answer, retryAfter, conclude };
}

async function* readBody(
  chunks: AsyncGenerator<Uint8Array, Fault | null>,
  onFault: (fault: Fault) => void,
): AsyncGenerator<Uint8Array, void> {
  const fault = yield* chunks;
  if (fault !== null) onFault(fault);
}

function buildProbe(base: Base, hops: Probe["hops"], faults: readonly Fault[]): Probe {
  const deadlines = hops.flatMap((hop) => hop.tls?.expiresAt ?? []).sort();
  return {
    ...base,
    verdict: verdictOf(faults),
    faults,
    hops,
    range: null,
    media: null,
    expiresAt: deadlines[0] ?? null,
    firstBytes: null,
  };
}
