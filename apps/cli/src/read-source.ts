import { createReadStream } from "node:fs";
import { buildFault, type Fault, type ParsedFeed, type Probe } from "@earshot/domain";
import { parseFeed } from "@earshot/feed";
import type { Prober } from "@earshot/probe";

/** A feed as read from a file or URL. */
export interface ReadSource {
  readonly parsed: ParsedFeed;
  /** The probe of the feed URL; null for a file. */
  readonly probe: Probe | null;
  /** Why a file could not be read, as a sentence; null when it was, or for a URL. */
  readonly unreadable: string | null;
  /** What to know of what was read, as a sentence, beside the feed's own faults; null when there is nothing. */
  readonly remark: string | null;
}

/**
 * Reads a feed from a URL (http or https) through the guard, with its further pages within the bounds of the crawler, or
 * from a file, for which no prober is opened and no other page asked for.
 */
export async function readSource(
  openProber: () => Promise<Prober>,
  source: string,
  deadlineMs: number,
): Promise<ReadSource> {
  return /^https?:\/\//i.test(source) ? readUrl(await openProber(), source, deadlineMs) : readFile(source);
}

async function readUrl(prober: Prober, url: string, deadlineMs: number): Promise<ReadSource> {
  // Loaded only here, because the crawler brings the store and the queue with it.
  const { fetchFeed, fetchPages } = await import("@earshot/feed-crawler");
  const endsAt = performance.now() + deadlineMs;
  const first = await fetchFeed(prober, { url, etag: null, lastModified: null, deadlineMs });
  const fetched = await fetchPages({ prober }, first, endsAt);
  const { probe } = fetched;
  const parsed =
    fetched.parsed === null
      ? { ...nothing, faults: probe.faults }
      : { ...fetched.parsed, faults: withOutages(fetched.parsed.faults, probe.faults) };
  return { parsed, probe, unreadable: null, remark: null };
}

/** The document's faults, and what kept it from arriving whole. */
function withOutages(ofDocument: readonly Fault[], all: readonly Fault[]): readonly Fault[] {
  const known = new Set(ofDocument.map(({ code, message }) => code + message));
  const onTheWay = all.filter(
    ({ code, message, severity }) => severity === "outage" && !known.has(code + message),
  );
  return [...onTheWay, ...ofDocument];
}

async function readFile(path: string): Promise<ReadSource> {
  try {
    if (path === "") throw new Error("the input is empty");
    const parsed = await parseFeed(createReadStream(path));
    return { parsed, probe: null, unreadable: null, remark: remarkOn(path, parsed) };
  } catch (error) {
    const message = describeReadError(path, error);
    const fault = buildFault("url.invalid", { message });
    return { parsed: { ...nothing, faults: [fault] }, probe: null, unreadable: message, remark: null };
  }
}

/** A file is one page of a feed that may have more. */
function remarkOn(path: string, { feed }: ParsedFeed): string | null {
  if (feed?.nextPageUrl == null) return null;
  return `${JSON.stringify(path)} is one page of a feed that goes on at ${feed.nextPageUrl.slice(0, 500)}; only this page was read. Give the feed's URL to read all pages.`;
}

const nothing: Omit<ParsedFeed, "faults"> = { feed: null, episodes: [], liveItems: [], complete: false };

function describeReadError(path: string, error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  switch (code) {
    case "ENOENT":
      return `There is no file ${JSON.stringify(path)}; a URL must begin with http:// or https://.`;
    case "EACCES":
      return `The file ${JSON.stringify(path)} may not be read by this user.`;
    case "EISDIR":
      return `${JSON.stringify(path)} is a directory; name the feed files in it.`;
    default:
      return `The file ${JSON.stringify(path)} cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
  }
}
