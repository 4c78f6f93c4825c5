import { createHash } from "node:crypto";
import { buildFault, type ParsedFeed, type Probe } from "@earshot/domain";
import { parseFeed } from "@earshot/feed";
import type { Admit, DocumentAnswer, Prober } from "@earshot/probe";
import type { FeedPage } from "@earshot/storage";

/** What to fetch, and what is known of it from before. */
export interface FeedRequest {
  readonly url: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** The whole redirect chain and the body. */
  readonly deadlineMs: number;
  /** The URLs that were asked for before in the same crawl; unless given, the URL's own host was claimed for it. */
  readonly askedBefore?: readonly URL[];
}

/** What the fetch of a feed gave. */
export interface FetchedFeed {
  /** The probe of the feed URL; its faults are those of the way and of the document together. */
  readonly probe: Probe;
  /** The feed, or null when nothing new came or nothing at all. */
  readonly parsed: ParsedFeed | null;
  /** Whether the server said that nothing has changed (304). */
  readonly notModified: boolean;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** SHA-256 of the body as received, in hexadecimal; null when none was read. */
  readonly bodyHash: string | null;
  /** The URL that answered, redirects followed, or null when none did. */
  readonly answerUrl: string | null;
  /** Where the URL permanently redirects to, or null. */
  readonly permanentUrl: string | null;
  readonly retryAfter: string | null;
  /** Whether some host on the way had no turn for us in time: the rest says nothing then. */
  readonly isDeferred: boolean;
  /** The further pages that were asked for. */
  readonly pages: readonly AskedPage[];
  /** Whether a further page is known to have changed, so that the feed has, whatever its first page says. */
  readonly hasChangedPage: boolean;
}

/** A further page that was asked for. */
export interface AskedPage extends FeedPage {
  readonly probe: Probe;
}

const headerMax = 500;

const unasked304 = buildFault("http.unexpected-status", {
  message: "The server says that the feed has not changed (304) to somebody who has never had it.",
});

/**
 * Fetches a feed by a guarded, conditional GET and parses it as it comes, so that no copy of the body is held. With
 * `admit`, a host that nobody claimed is asked only when it lets us in.
 */
export async function fetchFeed(prober: Prober, request: FeedRequest, admit?: Admit): Promise<FetchedFeed> {
  const { url, deadlineMs, askedBefore } = request;
  const target = { url, deadlineMs, headers: requestHeaders(request), ...(askedBefore && { askedBefore }) };
  const document = await (admit ? prober.openAdmitted(target, admit) : prober.openDocument(target));
  const { answer, retryAfter } = document;
  const nothing = {
    parsed: null,
    isDeferred: document.deferred !== null,
    pages: [],
    hasChangedPage: false,
    notModified: false,
    bodyHash: null,
    answerUrl: answer?.url ?? null,
    permanentUrl: null,
    retryAfter,
  };
  if (answer === null) return { ...nothing, ...validatorsOf(request), probe: document.conclude([]) };
  const { permanentUrl } = answer;
  if (answer.status === 304) {
    const known = validatorsOf(request);
    if (known.etag === null && known.lastModified === null)
      return { ...nothing, ...known, probe: document.conclude([unasked304]) };
    return { ...nothing, ...known, notModified: true, permanentUrl, probe: document.conclude([]) };
  }
  const read = await readFeed(answer);
  return {
    ...nothing,
    ...read,
    permanentUrl,
    etag: readHeader(answer, "etag"),
    lastModified: readHeader(answer, "last-modified"),
    probe: document.conclude(read.parsed.faults),
  };
}

async function readFeed(answer: DocumentAnswer): Promise<{ parsed: ParsedFeed; bodyHash: string }> {
  const hash = createHash("sha256");
  const parsed = await parseFeed(hashing(answer.body, hash), {
    baseUrl: answer.url,
    contentType: readHeader(answer, "content-type"),
    contentEncoding: readHeader(answer, "content-encoding"),
  });
  return { parsed, bodyHash: hash.digest("hex") };
}

async function* hashing(
  body: AsyncGenerator<Uint8Array, void>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of body) {
    hash.update(chunk);
    yield chunk;
  }
}

function requestHeaders(request: FeedRequest): Record<string, string> {
  return {
    accept:
      "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.8",
    "accept-encoding": "gzip, br, deflate",
    ...(request.etag !== null && { "if-none-match": request.etag }),
    ...(request.lastModified !== null && { "if-modified-since": request.lastModified }),
  };
}

function validatorsOf({ etag, lastModified }: FeedRequest) {
  return { etag, lastModified };
}

/** A header's value, or null when it is absent or longer than any honest one. */
function readHeader(answer: DocumentAnswer, name: string): string | null {
  const value = [answer.headers[name] ?? []].flat().join(", ");
  return value === "" || value.length > headerMax ? null : value;
}
