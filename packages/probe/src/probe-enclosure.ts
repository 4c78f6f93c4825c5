import type { Fault, Hop, Probe } from "@earshot/domain";
import { blamePrefix } from "./blame-prefix.ts";
import { buildProbe, type Found, nothingFound, type ProbeBase } from "./build-probe.ts";
import { confirmPastTag, endsWithinTag } from "./confirm-past-tag.ts";
import {
  type Admit,
  type Chain,
  type ChainRequest,
  type FinalAnswer,
  followRedirects,
  type HopHost,
} from "./follow-redirects.ts";
import { buildHop } from "./hop-trace.ts";
import { parseTargetUrl } from "./parse-target-url.ts";
import type { ProbeDeps } from "./probe-deps.ts";
import { probeHead } from "./probe-head.ts";
import { probePlaylist } from "./probe-playlist.ts";
import {
  type AnswerEvidence,
  type AskedRange,
  isPlaylist,
  rangeHeaderOf,
  readAnswer,
} from "./read-answer.ts";

/** One enclosure URL to be probed. */
export interface EnclosureTarget {
  /** The URL as the feed has it. */
  readonly url: string;
  /** The type that the feed declares for it. */
  readonly declaredType?: string | null;
  /** Whether to send one HEAD as well: evidence for Apple's rule, once a day per host. */
  readonly sampleHead?: boolean;
  /** Whether to open new connections only, as a confirmation does. */
  readonly fresh?: boolean;
  /** Only addresses of this family. */
  readonly family?: 4 | 6;
  /** Milliseconds for the whole chain; the prober's own limit by default. */
  readonly deadlineMs?: number;
}

/** A probe, or the host whose turn has to be waited for first. */
export type ProbeOutcome =
  | { readonly deferred: null; readonly probe: Probe }
  | { readonly deferred: HopHost; readonly probe: null };

/** Probes one enclosure URL; see `Prober.probeEnclosure`. */
export async function probeEnclosure(
  deps: ProbeDeps,
  target: EnclosureTarget,
  admit?: Admit,
): Promise<ProbeOutcome> {
  const base: ProbeBase = { url: target.url, at: deps.clock().toISOString(), vantage: deps.vantage };
  const parsed = parseTargetUrl(target.url);
  if (!parsed.ok) return probed(base, { ...nothingFound, faults: [parsed.fault] });
  const endsAt = performance.now() + (target.deadlineMs ?? deps.limits.deadlineMs);
  const asked = { first: 0, last: deps.limits.windowBytes - 1 };
  const request: ChainRequest = {
    url: parsed.url,
    method: "GET",
    headers: { range: rangeHeaderOf(asked), accept: "*/*", "accept-encoding": "identity" },
    fresh: target.fresh ?? false,
    family: target.family,
    endsAt,
    admit,
  };
  const chain = await followRedirects(deps, request);
  if (chain.end === "deferred") return { deferred: chain.host, probe: null };
  const found =
    chain.end === "fault"
      ? { ...nothingFound, hops: chain.hops, faults: chain.faults, deferred: null }
      : await readChainEnd(deps, { target, url: parsed.url, endsAt, asked, admit }, chain);
  if (found.deferred !== null) return { deferred: found.deferred, probe: null };
  const urls = chain.end === "answer" ? [...chain.urls, chain.answer.url] : chain.urls;
  const faults = await blamePrefix(deps, { faults: found.faults, urls, request, asked });
  return probed(base, { ...found, faults });
}

async function readChainEnd(
  deps: ProbeDeps,
  terms: Terms,
  chain: Extract<Chain, { end: "answer" }>,
): Promise<Found & Pick<Further, "deferred">> {
  const { answer, urls } = chain;
  try {
    const evidence = await readAnswer(answer, terms.asked, terms.target.declaredType ?? null);
    const last = buildHop(answer.url, answer.exchange, performance.now() - answer.startedAt);
    const further = await lookFurther(deps, terms, { answer, evidence, urls });
    return {
      hops: [...chain.hops, last, ...further.hops],
      faults: [...chain.faults, ...evidence.faults, ...further.faults],
      range: evidence.range,
      media: evidence.media,
      bytes: evidence.bytes,
      deferred: further.deferred,
    };
  } finally {
    chain.release();
  }
}

function probed(base: ProbeBase, found: Found): ProbeOutcome {
  return { deferred: null, probe: buildProbe(base, found) };
}

interface Terms {
  readonly target: EnclosureTarget;
  readonly url: URL;
  readonly endsAt: number;
  readonly asked: AskedRange;
  readonly admit: Admit | undefined;
}

interface Further {
  readonly hops: readonly Hop[];
  readonly faults: readonly Fault[];
  /** The host whose turn has to be waited for before the probe can be made at all. */
  readonly deferred: HopHost | null;
}

/** The end of a chain that answered, with the URLs on the way to it. */
interface ChainEnd {
  readonly answer: FinalAnswer;
  readonly evidence: AnswerEvidence;
  readonly urls: readonly URL[];
}

/** What the first window leaves open: a playlist's segment, the audio behind a large ID3 tag, a HEAD. */
async function lookFurther(deps: ProbeDeps, terms: Terms, found: ChainEnd): Promise<Further> {
  const { answer, evidence, urls } = found;
  const { endsAt, admit, target } = terms;
  const isBroken = evidence.faults.some((fault) => fault.severity === "outage" || fault.doubt);
  if (isBroken) return { hops: [], faults: [], deferred: null };
  const hops: Hop[] = [];
  const faults: Fault[] = [];
  if (isPlaylist(evidence.sniffed)) {
    const before = { asked: [...urls, answer.url], held: answer.url };
    const playlist = { text: evidence.bytes, url: answer.url, hop: answer.hop, endsAt, admit, before };
    const segment = await probePlaylist(deps, playlist);
    if (segment.deferred !== null) return segment;
    hops.push(...segment.hops);
    faults.push(...segment.faults);
  }
  if (answer.exchange.status === 206 && endsWithinTag(evidence.bytes)) {
    faults.push(...(await confirmPastTag(deps, { answer, evidence, endsAt, admit })));
  }
  // Where GET fails, HEAD failing too says nothing about HEAD.
  if (target.sampleHead === true) faults.push(...(await probeHead(deps, terms)));
  return { hops, faults, deferred: null };
}
