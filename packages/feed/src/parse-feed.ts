import type { ParsedFeed } from "@earshot/domain";
import { splitBytes } from "./byte-reader.ts";
import { type DecodedText, decodeCharacters } from "./decode-characters.ts";
import { decompress } from "./decompress.ts";
import type { DocumentReader, ReadDocument } from "./document-reader.ts";
import { FaultList } from "./fault-list.ts";
import { defaultFeedLimits, type FeedLimits } from "./feed-limits.ts";
import { JsonFeedReader } from "./json-feed-reader.ts";
import { tellEpisodes } from "./tell-episodes.ts";
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
  const outer = new FaultList(limits.faultsPerCodeMax);
  const inner = new FaultList(limits.faultsPerCodeMax);
  const size = { bytes: 0, exceeded: false };
  let damaged = false;
  const plain = decompress(splitBytes(source), options.contentEncoding ?? null, (problem, coding) => {
    if (problem === "damaged" || problem === "many-members") damaged = true;
    tellDecompression(outer, problem, coding);
  });
  const bounded = countBytes(plain, limits.decompressedBytesMax, size);
  const contentType = options.contentType ?? null;
  const texts = decodeCharacters(bounded, contentType, (problem, declared) =>
    tellEncoding(outer, problem, declared),
  );
  const reading = { limits, faults: inner, baseUrl: options.baseUrl ?? null, signal: options.signal };
  const { read, head } = await readTexts(texts, reading, size);
  tellSize(outer, size, limits);
  const complete = read.complete && !damaged && !size.exceeded;
  if (read.show === null) {
    tellNoFeed(outer, head);
    return { feed: null, episodes: [], liveItems: [], faults: outer.list(), complete };
  }
  tellEpisodes(inner, read);
  const faults = [...outer.list(), ...inner.list()];
  return { feed: read.show, episodes: read.episodes, liveItems: read.liveItems, faults, complete };
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

async function readTexts(
  texts: AsyncIterable<DecodedText>,
  reading: Reading,
  size: Size,
): Promise<{ read: ReadDocument; head: string }> {
  let reader: DocumentReader | null = null;
  let head = "";
  let wanted = true;
  let turnStarted = performance.now();
  for await (const { text, mayHoldControls } of texts) {
    reading.signal?.throwIfAborted();
    if (reader === null) head += text;
    if (reader === null && isDecided(head)) {
      reader = openReader(head, reading);
      wanted = reader.write(head, true);
    } else if (reader !== null) wanted = reader.write(text, mayHoldControls);
    if (!wanted) break;
    if (performance.now() - turnStarted > turnMs) {
      await new Promise((resolve) => setImmediate(resolve));
      turnStarted = performance.now();
    }
  }
  if (reader === null) {
    reader = openReader(head, reading);
    reader.write(head, true);
  }
  return { read: reader.end(size.exceeded || !wanted), head };
}

/** Whether the first characters suffice to tell JSON from markup. */
const isDecided = (head: string) => /\S[\s\S]/.test(head) || head.length > 65_536;

function openReader(head: string, { limits, faults, baseUrl }: Reading): DocumentReader {
  const isJson = /^\s*\{\s*(?:["}]|$)/.test(head);
  return isJson ? new JsonFeedReader(limits, faults, baseUrl) : new XmlFeedReader(limits, faults, baseUrl);
}

/** Control characters that no text has, in XML or elsewhere. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const binary = /[\u0000-\u0008\u000e-\u001a]/;

function tellNoFeed(faults: FaultList, head: string): void {
  const start = head.trim();
  if (/<html[\s>]|<!doctype html/i.test(head)) {
    faults.add("feed.not-a-feed", {
      message: "The answer is a web page and no podcast feed. Register the URL of the feed itself.",
    });
  } else if (start === "")
    faults.add("feed.not-xml", { message: "The answer is empty. Check what the server sends for this URL." });
  else if (binary.test(head)) faults.add("feed.not-xml");
  else if (/<[A-Za-z_!?]/.test(head) || start.startsWith("{")) faults.add("feed.not-a-feed");
  else faults.add("feed.not-xml");
}

function tellSize(faults: FaultList, size: Size, limits: FeedLimits): void {
  const megabytes = Math.round(size.bytes / 100_000) / 10;
  if (size.exceeded) {
    const message = `The feed is larger than ${limits.decompressedBytesMax / 1_000_000} MB, where reading stopped; directories refuse it. Show fewer episodes, or shorter notes.`;
    faults.add("feed.too-large", { message, severity: "outage" });
  } else if (size.bytes > limits.warningBytes) {
    faults.add("feed.too-large", {
      message: `The feed is ${megabytes} MB large; several directories refuse feeds above 25 MB. Show fewer episodes, or shorter notes.`,
    });
  } else if (size.bytes > limits.noticeBytes) {
    faults.add("feed.too-large", {
      message: `The feed is ${megabytes} MB large; validators and some apps stop at 5 MB. Fewer episodes or shorter notes would help them.`,
      severity: "info",
    });
  }
}
