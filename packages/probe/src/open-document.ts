import { buildFault, type Fault, type Hop, type Probe } from "@earshot/domain";
import { buildProbe, nothingFound, type ProbeBase } from "./build-probe.ts";
import {
  type Admit,
  type Chain,
  type FinalAnswer,
  followRedirects,
  type HopHost,
} from "./follow-redirects.ts";
import { buildHop, type HeaderMap, headerOf } from "./hop-trace.ts";
import { challengeFaultOf, statusFaultOf } from "./judge-status.ts";
import { parseTargetUrl } from "./parse-target-url.ts";
import type { ProbeDeps } from "./probe-deps.ts";

/** A document to be fetched whole, such as a feed. */
export interface DocumentTarget {
  readonly url: string;
  /** Sent with every hop: Accept, Accept-Encoding, validators of a conditional request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds for the whole chain and the body. */
  readonly deadlineMs?: number;
  /** Bytes on the wire after which reading stops with `feed.too-large`. */
  readonly bytesMax?: number;
  readonly fresh?: boolean;
  /**
   * What was asked for before for the same purpose, such as a feed's first pages: then the URL's own host wants an
   * admission, too. Unless given, the caller has been admitted to it.
   */
  readonly askedBefore?: readonly URL[];
}

/** The answer at the end of the chain: 200 with a body to be read, or 304 without one. */
export interface DocumentAnswer {
  readonly status: 200 | 304;
  /** The URL that answered. */
  readonly url: string;
  readonly headers: HeaderMap;
  /** The body as received (compressed, if the server compressed it). Ends early on a fault, which `conclude` then tells. */
  readonly body: AsyncGenerator<Uint8Array, void>;
  /** Where the URL leads by permanent redirects (301, 308) alone, from the first hop on; null when the first is none. */
  readonly permanentUrl: string | null;
}

/** A document on its way. `conclude` must be called at the end, whether the body was read or not. */
export interface OpenDocument {
  /** Null when there is nothing to read; the faults of the probe say why. */
  readonly answer: DocumentAnswer | null;
  /** The Retry-After header of the last answer, as sent, or null. */
  readonly retryAfter: string | null;
  /** The host whose turn has to be waited for first: the document was put off then, and says nothing. */
  readonly deferred: HopHost | null;
  /** Ends the exchange and gives the probe of the URL, with what reading found added to its faults. */
  conclude(faults: readonly Fault[]): Probe;
}

// Podcast Index's crawler gives up at 70 MB, so a larger feed is lost to directories anyway.
const bytesMaxDefault = 70_000_000;
const errorBytesMax = 4_096;
const firstBytesMax = 64;

/** Requests a document and follows its redirects; see `Prober.openDocument`. */
export async function openDocument(
  deps: ProbeDeps,
  target: DocumentTarget,
  admit?: Admit,
): Promise<OpenDocument> {
  const base: ProbeBase = { url: target.url, at: deps.clock().toISOString(), vantage: deps.vantage };
  const parsed = parseTargetUrl(target.url);
  if (!parsed.ok) return closedDocument(base, { hops: [], faults: [parsed.fault] });
  const chain = await followRedirects(deps, {
    url: parsed.url,
    method: "GET",
    headers: { accept: "*/*", ...target.headers },
    fresh: target.fresh ?? false,
    endsAt: performance.now() + (target.deadlineMs ?? deps.limits.deadlineMs),
    admit,
    before: target.askedBefore && { asked: target.askedBefore, held: null },
  });
  if (chain.end === "deferred") return { ...closedDocument(base, chain), deferred: chain.host };
  if (chain.end === "fault") return closedDocument(base, chain);
  const { status, headers } = chain.answer.exchange;
  const challenge = challengeFaultOf(headers, chain.answer.hop);
  if (challenge === null && (status === 200 || status === 304)) {
    return new ReadableDocument({ base, chain, status, bytesMax: target.bytesMax ?? bytesMaxDefault });
  }
  return refusedDocument(base, chain, challenge);
}

type AnsweredChain = Extract<Chain, { end: "answer" }>;

function closedDocument(
  base: ProbeBase,
  found: { hops: readonly Hop[]; faults: readonly Fault[] },
): OpenDocument {
  const conclude = (faults: readonly Fault[]) =>
    buildProbe(base, { ...nothingFound, hops: found.hops, faults: [...found.faults, ...faults] });
  return { answer: null, retryAfter: null, deferred: null, conclude };
}

async function refusedDocument(
  base: ProbeBase,
  chain: AnsweredChain,
  challenge: Fault | null,
): Promise<OpenDocument> {
  const { exchange, hop } = chain.answer;
  const { bytes } = await exchange.body.read(errorBytesMax).finally(chain.release);
  exchange.body.release();
  const fault = challenge ?? statusFaultOf(exchange, bytes, hop);
  const hops = [...chain.hops, lastHop(chain.answer)];
  const conclude = (faults: readonly Fault[]) =>
    buildProbe(base, {
      ...nothingFound,
      hops,
      faults: [...chain.faults, fault, ...faults],
      bytes: bytes.subarray(0, firstBytesMax),
    });
  return { answer: null, retryAfter: headerOf(exchange.headers, "retry-after"), deferred: null, conclude };
}

interface ReadableParts {
  readonly base: ProbeBase;
  readonly chain: AnsweredChain;
  readonly status: 200 | 304;
  readonly bytesMax: number;
}

class ReadableDocument implements OpenDocument {
  readonly answer: DocumentAnswer;
  readonly retryAfter: string | null;
  readonly deferred = null;
  readonly #parts: ReadableParts;
  #fault: Fault | null = null;
  #first: Uint8Array = new Uint8Array(0);
  #endedAt: number | null = null;

  constructor(parts: ReadableParts) {
    this.#parts = parts;
    const { exchange, url } = parts.chain.answer;
    this.retryAfter = headerOf(exchange.headers, "retry-after");
    this.answer = {
      status: parts.status,
      url: url.href,
      headers: exchange.headers,
      body: this.#read(),
      permanentUrl: permanentUrlOf(parts.chain),
    };
  }

  conclude(faults: readonly Fault[]): Probe {
    const { base, chain } = this.#parts;
    if (this.#endedAt === null) chain.answer.exchange.body.release();
    chain.release();
    const { startedAt } = chain.answer;
    const last = buildHop(
      chain.answer.url,
      chain.answer.exchange,
      (this.#endedAt ?? performance.now()) - startedAt,
    );
    const own = this.#fault === null ? [] : [this.#fault];
    return buildProbe(base, {
      ...nothingFound,
      hops: [...chain.hops, last],
      faults: [...chain.faults, ...own, ...faults],
      bytes: this.#first,
    });
  }

  async *#read(): AsyncGenerator<Uint8Array, void> {
    const { chain, bytesMax } = this.#parts;
    const { exchange, hop } = chain.answer;
    const chunks = exchange.body.chunks();
    let received = 0;
    try {
      for (;;) {
        const next = await chunks.next();
        if (next.done) {
          if (next.value !== null) this.#fault = { ...next.value, hop };
          return;
        }
        if (received === 0) this.#first = Buffer.from(next.value.subarray(0, firstBytesMax));
        received += next.value.length;
        if (received > bytesMax) {
          const message = `The feed is larger than ${bytesMax} bytes, where directories give up.`;
          this.#fault = buildFault("feed.too-large", { message, hop });
          return;
        }
        yield next.value;
      }
    } finally {
      this.#endedAt = performance.now();
      // Destroys the connection unless the body has come to its end.
      await chunks.return(null);
    }
  }
}

function lastHop(answer: FinalAnswer): Hop {
  return buildHop(answer.url, answer.exchange, performance.now() - answer.startedAt);
}

function permanentUrlOf(chain: AnsweredChain): string | null {
  const firstTemporary = chain.hops.findIndex((hop) => hop.status !== 301 && hop.status !== 308);
  if (firstTemporary === 0 || chain.hops.length === 0) return null;
  return (firstTemporary < 0 ? chain.answer.url : chain.urls[firstTemporary])?.href ?? null;
}
