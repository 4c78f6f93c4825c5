// An importer of this package must find the declaration too.
/// <reference path="./m3u8-parser.d.ts" />
import { buildFault, type Fault, type Hop } from "@earshot/domain";
import { type Manifest, Parser } from "m3u8-parser";
import { type Admit, type Before, followRedirects, type HopHost } from "./follow-redirects.ts";
import { buildHop } from "./hop-trace.ts";
import type { ProbeDeps } from "./probe-deps.ts";
import { type AskedRange, isPlaylist, rangeHeaderOf, readAnswer } from "./read-answer.ts";

/** A playlist that was read. */
export interface Playlist {
  /** As much of it as the window holds. */
  readonly text: Uint8Array;
  readonly url: URL;
  /** Index of the hop that gave it. */
  readonly hop: number;
  readonly endsAt: number;
  readonly admit: Admit | undefined;
  /** What the probe has asked for so far, and where it still has a place. */
  readonly before: Before;
}

/** The hops made beyond the playlist, and what was wrong with them. */
export interface PlaylistFindings {
  readonly hops: readonly Hop[];
  readonly faults: readonly Fault[];
  /** The host whose turn has to be waited for first; the findings are of no use then. */
  readonly deferred: HopHost | null;
}

const variantsDeepMax = 2;

/** Follows an HLS playlist (RFC 8216) to the beginning of its first segment: a listener hears that or nothing. */
export async function probePlaylist(
  deps: ProbeDeps,
  playlist: Playlist,
  depth = 0,
): Promise<PlaylistFindings> {
  const manifest = parsePlaylist(playlist.text, deps.limits.windowBytes);
  const variant = manifest.playlists?.[0]?.uri;
  const segment = manifest.segments?.[0];
  const uri = variant ?? segment?.uri;
  const url = uri === undefined ? null : URL.parse(uri, playlist.url);
  if (url === null || depth > variantsDeepMax) {
    const message = "The HLS playlist names no segment that can be played.";
    const fault = buildFault("media.not-media", { hop: playlist.hop, message });
    return { hops: [], faults: [fault], deferred: null };
  }
  const asked =
    variant === undefined
      ? segmentRange(deps, segment?.byterange)
      : { first: 0, last: deps.limits.windowBytes - 1 };
  const isOpaque = variant === undefined && segment?.key !== undefined && segment.key.method !== "NONE";
  return probePart(deps, { playlist, url, asked, isOpaque, depth });
}

interface Part {
  readonly playlist: Playlist;
  readonly url: URL;
  readonly asked: AskedRange;
  /** Whether the part is encrypted, so that its bytes tell nothing. */
  readonly isOpaque: boolean;
  readonly depth: number;
}

async function probePart(deps: ProbeDeps, part: Part): Promise<PlaylistFindings> {
  const { playlist, asked } = part;
  const chain = await followRedirects(deps, {
    url: part.url,
    method: "GET",
    headers: { range: rangeHeaderOf(asked), accept: "*/*", "accept-encoding": "identity" },
    fresh: false,
    endsAt: playlist.endsAt,
    admit: playlist.admit,
    before: playlist.before,
  });
  if (chain.end === "deferred") return { hops: [], faults: [], deferred: chain.host };
  const shift = playlist.hop + 1;
  const faults = chain.faults.map((fault) => shifted(fault, shift));
  if (chain.end === "fault") return { hops: chain.hops, faults, deferred: null };
  const evidence = await readAnswer(chain.answer, asked, null).finally(chain.release);
  const last = buildHop(chain.answer.url, chain.answer.exchange, performance.now() - chain.answer.startedAt);
  const hops = [...chain.hops, last];
  // Segments are small files fetched whole, so a server need not serve ranges of them.
  const judged = evidence.faults.filter((fault) => isTelling(fault, part.isOpaque));
  const all = [...faults, ...judged.map((fault) => shifted(fault, shift))];
  if (!isPlaylist(evidence.sniffed)) return { hops, faults: all, deferred: null };
  const { asked: askedBefore, held } = playlist.before;
  const next = {
    ...playlist,
    text: evidence.bytes,
    url: chain.answer.url,
    hop: playlist.hop + hops.length,
    before: { asked: [...askedBefore, ...chain.urls, chain.answer.url], held },
  };
  const deeper = await probePlaylist(deps, next, part.depth + 1);
  return {
    hops: [...hops, ...deeper.hops],
    faults: [...all, ...deeper.faults],
    deferred: deeper.deferred,
  };
}

function isTelling(fault: Fault, isOpaque: boolean): boolean {
  if (fault.code === "range.ignored" || fault.code === "media.type-mismatch") return false;
  return !(isOpaque && fault.code === "media.not-media");
}

function shifted(fault: Fault, by: number): Fault {
  return fault.hop === null ? fault : { ...fault, hop: fault.hop + by };
}

function segmentRange(deps: ProbeDeps, range: { length: number; offset: number } | undefined): AskedRange {
  const first = range?.offset ?? 0;
  const length = Math.min(range?.length ?? deps.limits.windowBytes, deps.limits.windowBytes);
  return { first, last: first + Math.max(1, length) - 1 };
}

/** Parses whole lines only: the window may cut the last one. */
function parsePlaylist(text: Uint8Array, windowBytes: number): Manifest {
  const lines = new TextDecoder().decode(text);
  const parser = new Parser();
  parser.push(text.length < windowBytes ? lines : lines.slice(0, lines.lastIndexOf("\n") + 1));
  parser.end();
  return parser.manifest;
}
