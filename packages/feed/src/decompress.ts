import type { Transform } from "node:stream";
import {
  constants,
  createBrotliDecompress,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from "node:zlib";
import { ByteReader, pieceBytes } from "./byte-reader.ts";

/** Compressed bytes given to zlib at a time: DEFLATE expands at most 1,032-fold, so one step yields at most 2 MB. */
const inputPieceBytes = 2_048;
/** Layers of compression undone beyond those declared: a feed compressed by the application and by the server. */
const undeclaredLayersMax = 2;

/** Members of one gzip file that are read: each costs as much to begin as some ten thousand bytes to read. */
const gzipMembersMax = 4_096;

/** A zlib stream; `bytesWritten` counts the input it has used. */
type Decoder = Transform & { readonly bytesWritten: number };

type Coding = "gzip" | "deflate" | "br" | "zstd";

/** What decompression tells its caller about. */
export type DecompressionProblem =
  | "undeclared"
  | "not-compressed"
  | "unknown-coding"
  | "damaged"
  | "many-members"
  | "trailing-bytes";

/** Receives each problem met, with the content coding concerned. */
export type ReportDecompression = (problem: DecompressionProblem, coding: string) => void;

/**
 * Undoes the declared content codings (RFC 9110 §8.4) and gzip that nobody declared. What cannot be decompressed
 * is reported and ends the bytes early; bytes after the end of a gzip member are reported and dropped.
 */
export async function* decompress(
  source: AsyncIterable<Uint8Array>,
  contentEncoding: string | null,
  report: ReportDecompression,
): AsyncGenerator<Uint8Array> {
  let bytes = source;
  for (const token of declaredCodings(contentEncoding)) {
    const coding = knownCoding(token);
    if (coding === null) report("unknown-coding", token);
    else bytes = undoDeclared(bytes, coding, report);
  }
  yield* undoUndeclared(bytes, undeclaredLayersMax, report);
}

function declaredCodings(contentEncoding: string | null): string[] {
  const tokens = (contentEncoding ?? "").toLowerCase().split(",", 8);
  return tokens
    .map((token) => token.trim())
    .filter((token) => token !== "" && token !== "identity" && token !== "none")
    .reverse();
}

function knownCoding(token: string): Coding | null {
  if (token === "gzip" || token === "x-gzip") return "gzip";
  return token === "deflate" || token === "br" || token === "zstd" ? token : null;
}

async function* undoDeclared(
  source: AsyncIterable<Uint8Array>,
  coding: Coding,
  report: ReportDecompression,
): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(source);
  const head = await reader.peek(8);
  if (head.length > 0 && !looksLike(coding, head)) {
    report("not-compressed", coding);
    yield* drain(reader);
  } else if (coding === "gzip") yield* gunzip(reader, report);
  else yield* decodeStream(reader, coding, isZlib(head), report);
}

async function* undoUndeclared(
  source: AsyncIterable<Uint8Array>,
  layersLeft: number,
  report: ReportDecompression,
): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(source);
  const head = await reader.peek(4);
  const coding = isGzip(head) ? "gzip" : isZstd(head) ? "zstd" : null;
  if (coding === null || layersLeft === 0) {
    yield* drain(reader);
    return;
  }
  report("undeclared", coding);
  const inner = coding === "gzip" ? gunzip(reader, report) : decodeStream(reader, coding, false, report);
  yield* undoUndeclared(inner, layersLeft - 1, report);
}

async function* drain(reader: ByteReader): AsyncGenerator<Uint8Array> {
  for (;;) {
    const piece = await reader.read(pieceBytes);
    if (piece === null) return;
    yield piece;
  }
}

const isGzip = (head: Uint8Array) => head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
const isZstd = (head: Uint8Array) =>
  head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd;
// RFC 1950 §2.2: the method is 8 and the first two bytes, read as one number, are a multiple of 31.
const isZlib = (head: Uint8Array) =>
  ((head[0] ?? 0) & 0x0f) === 8 && (((head[0] ?? 0) << 8) | (head[1] ?? 0)) % 31 === 0;

/** Whether bytes may be of `coding`. Brotli and raw DEFLATE have no signature, so anything but plain text passes. */
function looksLike(coding: Coding, head: Uint8Array): boolean {
  if (coding === "gzip") return isGzip(head);
  if (coding === "zstd") return isZstd(head);
  return isZlib(head) || !/^(?:\xef\xbb\xbf)?\s*[<{]/.test(Buffer.from(head).toString("latin1"));
}

/**
 * RFC 1952 by hand over raw DEFLATE: Node's own gunzip fails on bytes after the last member and then loses the
 * output of that step. Checksums are not verified: the markup itself shows damage.
 */
async function* gunzip(reader: ByteReader, report: ReportDecompression): AsyncGenerator<Uint8Array> {
  for (let members = 0; ; members++) {
    const head = await reader.peek(3);
    if (!isGzip(head)) {
      if (members > 0 && head.some((byte) => byte !== 0)) report("trailing-bytes", "gzip");
      if (members === 0) report("damaged", "gzip");
      return;
    }
    if (members === gzipMembersMax) return report("many-members", "gzip");
    if (!(await skipGzipHeader(reader))) return report("damaged", "gzip");
    const ended = yield* runDecoder(reader, createInflateRaw({ finishFlush: constants.Z_SYNC_FLUSH }));
    if (ended !== "ended") return report("damaged", "gzip");
    await skip(reader, 8);
  }
}

/** Skips a member's header (RFC 1952 §2.3); false when it ends early. */
async function skipGzipHeader(reader: ByteReader): Promise<boolean> {
  const fixed = await reader.peek(10);
  if (fixed.length < 10) return false;
  const flags = fixed[3] ?? 0;
  await skip(reader, 10);
  if ((flags & 4) !== 0) {
    const size = await reader.peek(2);
    if (!(await skip(reader, 2 + (size[0] ?? 0) + 256 * (size[1] ?? 0)))) return false;
  }
  if ((flags & 8) !== 0 && !(await skipPastZero(reader))) return false;
  if ((flags & 16) !== 0 && !(await skipPastZero(reader))) return false;
  return (flags & 2) === 0 || skip(reader, 2);
}

async function skip(reader: ByteReader, count: number): Promise<boolean> {
  for (let left = count; left > 0; ) {
    const piece = await reader.read(left);
    if (piece === null) return false;
    left -= piece.length;
  }
  return true;
}

async function skipPastZero(reader: ByteReader): Promise<boolean> {
  for (;;) {
    const piece = await reader.read(pieceBytes);
    if (piece === null) return false;
    const zero = piece.indexOf(0);
    if (zero === -1) continue;
    reader.unread(piece.subarray(zero + 1));
    return true;
  }
}

async function* decodeStream(
  reader: ByteReader,
  coding: "deflate" | "br" | "zstd",
  zlibWrapped: boolean,
  report: ReportDecompression,
): AsyncGenerator<Uint8Array> {
  const ended = yield* runDecoder(reader, openDecoder(coding, zlibWrapped));
  if (ended === "damaged") report("damaged", coding);
  else if ((await reader.peek(1)).length > 0) report("trailing-bytes", coding);
}

function openDecoder(coding: "deflate" | "br" | "zstd", zlibWrapped: boolean): Decoder {
  if (coding === "br") return createBrotliDecompress();
  if (coding === "zstd") return createZstdDecompress();
  return zlibWrapped ? createInflate() : createInflateRaw();
}

/**
 * Runs a decoder in small steps, so that all output before an error or the end of its stream is kept, and with
 * back-pressure, since a few bytes of Brotli can stand for gigabytes. Gives `exhausted` when the input ended first.
 */
async function* runDecoder(
  reader: ByteReader,
  decoder: Decoder,
): AsyncGenerator<Uint8Array, "ended" | "damaged" | "exhausted"> {
  const watch = watchDecoder(decoder);
  try {
    for (;;) {
      const piece = await reader.read(inputPieceBytes);
      const before = decoder.bytesWritten;
      let taken = false;
      const onTaken = () => {
        taken = piece !== null;
        watch.poke();
      };
      if (piece === null) decoder.end(onTaken);
      else decoder.write(piece, onTaken);
      for (;;) {
        const chunk: Uint8Array | null = decoder.read();
        if (chunk !== null) yield chunk;
        else if (taken || watch.outcome() !== "running") break;
        else await watch.poked();
      }
      const outcome = watch.outcome();
      if (piece === null) return outcome === "damaged" ? outcome : "exhausted";
      const used = decoder.bytesWritten - before;
      // A decoder at the end of its stream takes no more, whether or not it has told so yet.
      if (outcome === "running" && used === piece.length) continue;
      reader.unread(piece.subarray(used));
      return outcome === "damaged" ? outcome : "ended";
    }
  } finally {
    decoder.destroy();
  }
}

/** Turns a decoder's events into something to wait for. */
function watchDecoder(decoder: Decoder) {
  let outcome: "running" | "ended" | "damaged" = "running";
  let wasPoked = false;
  let wake = () => {};
  const poke = () => {
    wasPoked = true;
    wake();
  };
  decoder.on("readable", poke);
  decoder.on("end", () => {
    if (outcome === "running") outcome = "ended";
    poke();
  });
  decoder.on("error", () => {
    outcome = "damaged";
    poke();
  });
  const poked = async () => {
    if (!wasPoked) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    wasPoked = false;
  };
  return { outcome: () => outcome, poke, poked };
}
