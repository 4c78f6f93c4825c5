import type { ParsedEpisode, ParsedFeed } from "@earshot/domain";
import { splitBytes } from "./byte-reader.ts";
import { decodeCharacters } from "./decode-characters.ts";
import { decompress } from "./decompress.ts";
import type { DocumentReader, ReadDocument } from "./document-reader.ts";
import { FaultList } from "./fault-list.ts";
import { defaultFeedLimits, type FeedLimits } from "./feed-limits.ts";
import { JsonFeedReader } from "./json-feed-reader.ts";
import { tellDecompression, tellEncoding } from "./tell-transfer.ts";
import { XmlFeedReader } from "./xml-feed-reader.ts";

/** What is known about a feed's bytes, and the bounds for reading them. */
export interface ParseOptions {
  /** URL the bytes came from, to which relative URLs refer; null for a file. */
  readonly baseUrl?: string | null;
  /** The Content-Type header, of which only the charset is used. */
  readonly contentType?: string | null;
  /** The Content-Encoding header, for bytes that are still compressed. */
  readonly contentEncoding?: string | null;
  readonly limits?: Partial<FeedLimits>;
  readonly signal?: AbortSignal;
}

/** How long parsing goes on before it lets other work run. */
const turnMs = 10;

/**
 * Reads a feed from its bytes, whatever they are: RSS, RDF, Atom or JSON Feed, compressed or not, in any encoding,
 * well-formed or not. Everything tolerated is a fault; `feed` is null when the bytes are no feed. Time and memory are
 * bounded by `limits`, and the event loop is never held up for long. Errors of the source and the signal's reason
 * are thrown on; nothing else is thrown.
 */
export async function parseFeed(
  source: Uint8Array | AsyncIterable<Uint8Array>,
  options: ParseOptions = {},
): Promise<ParsedFeed> {
  const limits = { ...defaultFeedLimits, ...options.limits };
  const faults = new FaultList(limits.faultsPerCodeMax);
  const size = { bytes: 0, exceeded: false };
  let damaged = false;
  const plain = decompress(splitBytes(source), options.contentEncoding ?? null, (problem, coding) => {
    if (problem === "damaged") damaged = true;
    tellDecompression(faults, problem, coding);
  });
  const bounded = countBytes(plain, limits.decompressedBytesMax, size);
  const texts = decodeCharacters(bounded, options.contentType ?? null, (problem, declared) =>
    tellEncoding(faults, problem, declared),
  );
  const read = await readTexts(
    texts,
    { limits, faults, baseUrl: options.baseUrl ?? null, signal: options.signal },
    size,
  );
  tellSize(faults, size, limits);
  tellEpisodes(faults, read);
  const complete = read.complete && !damaged && !size.exceeded;
  return {
    feed: read.show,
    episodes: read.episodes,
    liveItems: read.liveItems,
    faults: faults.list(),
    complete,
  };
}

interface Reading {
  readonly limits: FeedLimits;
  readonly faults: FaultList;
  readonly baseUrl: string | null;
  readonly signal: AbortSignal | undefined;
}

interface Size {
  bytes: number;
  exceeded: boolean;
}

async function* countBytes(
  source: AsyncIterable<Uint8Array>,
  bytesMax: number,
  size: Size,
): AsyncGenerator<Uint8Array> {
  for await (const piece of source) {
    size.bytes += piece.length;
    if (size.bytes > bytesMax) {
      size.exceeded = true;
      yield piece.subarray(0, piece.length - (size.bytes - bytesMax));
      return;
    }
    yield piece;
  }
}

async function readTexts(texts: AsyncIterable<string>, reading: Reading, size: Size): Promise<ReadDocument> {
  let reader: DocumentReader | null = null;
  let head = "";
  let wanted = true;
  let turnStarted = performance.now();
  for await (const text of texts) {
    reading.signal?.throwIfAborted();
    if (reader === null) head += text;
    if (reader === null && isDecided(head)) {
      reader = openReader(head, reading);
      wanted = reader.write(head);
    } else if (reader !== null) wanted = reader.write(text);
    if (!wanted) break;
    if (performance.now() - turnStarted > turnMs) {
      await new Promise((resolve) => setImmediate(resolve));
      turnStarted = performance.now();
    }
  }
  if (reader === null) {
    reader = openReader(head, reading);
    reader.write(head);
  }
  const read = reader.end(size.exceeded || !wanted);
  if (read.show === null) tellNoFeed(reading.faults, head);
  return read;
}

/** Whether the first characters suffice to tell JSON from markup. */
const isDecided = (head: string) => /\S[\s\S]/.test(head) || head.length > 65_536;

function openReader(head: string, { limits, faults, baseUrl }: Reading): DocumentReader {
  const isJson = /^\s*\{\s*(?:["}]|$)/.test(head);
  return isJson ? new JsonFeedReader(limits, faults, baseUrl) : new XmlFeedReader(limits, faults, baseUrl);
}

function tellNoFeed(faults: FaultList, head: string): void {
  const start = head.trim();
  if (start === "") faults.add("feed.not-xml", { message: "The answer is empty." });
  else if (/<[A-Za-z_!?]/.test(head) || start.startsWith("{")) faults.add("feed.not-a-feed");
  else faults.add("feed.not-xml");
}

function tellSize(faults: FaultList, size: Size, limits: FeedLimits): void {
  const megabytes = Math.round(size.bytes / 100_000) / 10;
  if (size.exceeded) {
    const message = `The feed is larger than ${limits.decompressedBytesMax / 1_000_000} MB, where reading stopped; directories refuse it.`;
    faults.add("feed.too-large", { message, severity: "outage" });
  } else if (size.bytes > limits.warningBytes) {
    faults.add("feed.too-large", {
      message: `The feed is ${megabytes} MB large; several directories refuse feeds above 25 MB.`,
    });
  } else if (size.bytes > limits.noticeBytes) {
    faults.add("feed.too-large", {
      message: `The feed is ${megabytes} MB large; validators and some apps stop at 5 MB.`,
      severity: "info",
    });
  }
}

/** Faults that only the whole list of episodes shows. */
function tellEpisodes(faults: FaultList, read: ReadDocument): void {
  if (read.show === null) return;
  const guids = new Set<string>();
  const urls = new Set<string>();
  let silent = 0;
  for (const episode of read.episodes) {
    tellRepeats(faults, episode, guids, urls);
    if (episode.enclosures.length === 0) silent++;
  }
  if (silent === read.episodes.length && read.liveItems.length === 0) {
    const message = read.episodes.length === 0 ? "The feed has no items." : undefined;
    faults.add("feed.no-enclosures", message === undefined ? {} : { message });
  } else if (silent > 0) {
    const message = `${silent} of ${read.episodes.length} items have no audio or video file, so apps do not show them.`;
    faults.add("feed.no-enclosures", { message, severity: "info" });
  }
}

function tellRepeats(faults: FaultList, episode: ParsedEpisode, guids: Set<string>, urls: Set<string>): void {
  const { guid } = episode;
  if (guid !== null && guids.has(guid)) {
    faults.add(
      "feed.duplicate-guid",
      { message: `Several items share the guid "${guid.slice(0, 200)}"; apps show only one of them.` },
      "guid",
    );
  }
  if (guid !== null) guids.add(guid);
  for (const { url, kind } of episode.enclosures) {
    if (url === null || kind === "alternate") continue;
    if (urls.has(url)) {
      const message = `Several enclosures share the URL "${url.slice(0, 200)}"; Apple ignores all but one.`;
      faults.add("feed.duplicate-enclosure", { message }, "url");
    }
    urls.add(url);
  }
}
