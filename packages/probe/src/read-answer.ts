import { buildFault, type Fault, type MediaEvidence, type RangeEvidence } from "@earshot/domain";
import type { BodyRead } from "@earshot/egress";
import {
  type ContentRange,
  contentRangeProblem,
  parseContentLength,
  parseContentRange,
} from "./content-range.ts";
import type { FinalAnswer } from "./follow-redirects.ts";
import { type HeaderMap, headerOf } from "./hop-trace.ts";
import { mediaFaultsOf } from "./judge-media.ts";
import { challengeFaultOf, statusFaultOf } from "./judge-status.ts";
import { parseMediaType } from "./media-types.ts";
import { boundEvidence, quoteEvidence } from "./quote-evidence.ts";
import { type Sniffed, sniffMedia } from "./sniff-media.ts";

/** A range of bytes that was asked for, both ends included. */
export interface AskedRange {
  readonly first: number;
  readonly last: number;
}

/** What the answer at a chain's end turned out to be. */
export interface AnswerEvidence {
  readonly faults: readonly Fault[];
  readonly range: RangeEvidence;
  readonly media: MediaEvidence;
  /** The bytes read, at most the range asked for. */
  readonly bytes: Uint8Array;
  /** What the bytes are; null when they were no file's (an error status, a challenge). */
  readonly sniffed: Sniffed | null;
}

/** Reads a file's answer within the range asked for, judges status, range and media, and ends the body. */
export async function readAnswer(
  answer: FinalAnswer,
  asked: AskedRange,
  declaredType: string | null,
): Promise<AnswerEvidence> {
  const { exchange, hop } = answer;
  const { headers, status } = exchange;
  const windowBytes = asked.last - asked.first + 1;
  const read = await readBody(answer, windowBytes);
  const stated = headerOf(headers, "content-range");
  const contentRange: ReadRange = { stated, range: parseContentRange(stated) };
  const servedType = parseMediaType(headerOf(headers, "content-type"));
  const claims = { declaredType, servedType, contentEncoding: headerOf(headers, "content-encoding") };
  const challenge = challengeFaultOf(headers, hop);
  const isFile = challenge === null && (status === 200 || status === 206);
  const sniffed = isFile && read.bytes.length > 0 ? sniffMedia(read.bytes) : null;
  const faults = isFile
    ? [
        ...rangeFaultsOf(answer, asked, { read, sniffed, contentRange }),
        ...contentFaultsOf(answer, read, { sniffed, claims }),
      ]
    : [challenge ?? statusFaultOf(exchange, read.bytes, hop)];
  return {
    faults,
    range: {
      requested: rangeHeaderOf(asked),
      status,
      contentRange: stated === null ? null : boundEvidence(stated),
      totalBytes: totalBytesOf(status, headers, contentRange),
      receivedBytes: read.bytes.length,
    },
    media: { declaredType, servedType, sniffedType: sniffed?.type ?? null },
    bytes: read.bytes,
    sniffed,
  };
}

/** A Content-Range as sent and as read; null where there is none, or none that can be read. */
interface ReadRange {
  readonly stated: string | null;
  readonly range: ContentRange | null;
}

interface ReadFile {
  readonly read: BodyRead;
  readonly sniffed: Sniffed | null;
  readonly contentRange: ReadRange;
}

/** At most the window; one byte more is waited for, because only then is it known that a body has ended. */
async function readBody({ exchange }: FinalAnswer, windowBytes: number): Promise<BodyRead> {
  // The whole file is on its way, which counts as a download; or nothing but the server's hanging up would end the body.
  if (exchange.status === 200 || !hasOwnEnd(exchange.headers)) {
    const read = await exchange.body.read(windowBytes);
    exchange.body.destroy();
    return read;
  }
  const read = await exchange.body.read(windowBytes + 1);
  exchange.body.release();
  return {
    ...read,
    bytes: read.bytes.subarray(0, windowBytes),
    ended: read.ended && read.bytes.length <= windowBytes,
  };
}

/** Whether a body says itself where it ends. */
function hasOwnEnd(headers: HeaderMap): boolean {
  return headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;
}

function rangeFaultsOf(answer: FinalAnswer, asked: AskedRange, file: ReadFile): Fault[] {
  return answer.exchange.status === 200 ? wholeFileFaults(answer, file) : partFaults(answer, asked, file);
}

function wholeFileFaults({ hop }: FinalAnswer, { sniffed, contentRange: { stated } }: ReadFile): Fault[] {
  // A page or a playlist is not a file one would seek in: its own fault, or none, says enough.
  const isSeekable = sniffed?.kind === "media" && !isPlaylist(sniffed);
  if (!isSeekable) return [];
  const ignored = buildFault("range.ignored", { hop });
  if (stated === null) return [ignored];
  const message = `A Content-Range (${quoteEvidence(stated)}) came with status 200, which must be 206.`;
  return [ignored, buildFault("range.invalid-content-range", { hop, message })];
}

function partFaults({ exchange, hop }: FinalAnswer, asked: AskedRange, file: ReadFile): Fault[] {
  const { read, contentRange } = file;
  const contentLength = parseContentLength(headerOf(exchange.headers, "content-length"));
  const problem = contentRangeProblem(contentRange.stated, asked, contentLength, contentRange.range);
  const faults: Fault[] = [];
  if (problem !== null) {
    const severity = problem.legal ? "info" : "warning";
    faults.push(buildFault("range.invalid-content-range", { hop, message: problem.message, severity }));
  }
  // A body that broke off is a fault of its own, and so is one without a byte.
  if (read.fault !== null || read.bytes.length === 0) return faults;
  const promised = promisedBytes(contentRange.range, asked);
  if (promised !== null && read.bytes.length < promised) {
    const message = `${promised} bytes were promised, ${read.bytes.length} came.`;
    faults.push(buildFault("range.short-body", { hop, message }));
  } else if (problem === null && !read.ended && hasOwnEnd(exchange.headers)) {
    const message = `More bytes came than Content-Range describes (${boundEvidence(contentRange.stated ?? "")}).`;
    faults.push(buildFault("range.invalid-content-range", { hop, message }));
  }
  return faults;
}

/** How many bytes a Content-Range promises; null where it is not within what was asked for. */
function promisedBytes(range: ContentRange | null, asked: AskedRange): number | null {
  const isAsked = range !== null && range.first === asked.first && range.last <= asked.last;
  return isAsked ? range.last - range.first + 1 : null;
}

/** Whether the bytes are an HLS playlist. */
export function isPlaylist(sniffed: Sniffed | null): boolean {
  return sniffed?.type === "application/vnd.apple.mpegurl";
}

function contentFaultsOf(
  { hop }: FinalAnswer,
  read: BodyRead,
  {
    sniffed,
    claims,
  }: { readonly sniffed: Sniffed | null; readonly claims: Parameters<typeof mediaFaultsOf>[1] },
): Fault[] {
  // A broken body is the fault; what its beginning looks like would only add noise.
  if (read.fault !== null) return [{ ...read.fault, hop }];
  return sniffed === null ? [buildFault("media.empty", { hop })] : mediaFaultsOf(sniffed, claims, hop);
}

/** The value of a Range header that asks for these bytes. */
export function rangeHeaderOf(asked: AskedRange): string {
  return `bytes=${asked.first}-${asked.last}`;
}

function totalBytesOf(status: number, headers: HeaderMap, { range }: ReadRange): number | null {
  if (status === 206) return range?.total ?? null;
  return status === 200 ? parseContentLength(headerOf(headers, "content-length")) : null;
}
