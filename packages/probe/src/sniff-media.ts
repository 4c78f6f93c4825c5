import { findMpegFrames, id3TagLength } from "./mpeg-audio.ts";

/** What first bytes are. */
export interface Sniffed {
  /** Media type, or null when the bytes are of no format known here. */
  readonly type: string | null;
  /** `media` a player plays; `document` is something else with a purpose (PDF, image); `refuse` is a page, an error, nothing. */
  readonly kind: "media" | "document" | "refuse" | "unknown";
  /** In words for a publisher, such as "a web page". */
  readonly label: string;
}

interface Signature extends Sniffed {
  readonly offset: number;
  /** Bytes in hexadecimal; `..` matches any byte. */
  readonly pattern: string;
}

const media = (type: string, label: string, pattern: string, offset = 0): Signature => ({
  type,
  kind: "media",
  label,
  pattern,
  offset,
});

const document = (type: string, label: string, pattern: string): Signature => ({
  type,
  kind: "document",
  label,
  pattern,
  offset: 0,
});

// After the WHATWG MIME Sniffing standard section 6.2, with the formats added that podcasts use and it leaves out.
const signatures: readonly Signature[] = [
  media("audio/ogg", "Ogg audio", "4f67675300"),
  media("audio/flac", "FLAC audio", "664c6143"),
  media("audio/wav", "WAV audio", "52494646........57415645"),
  media("audio/aiff", "AIFF audio", "464f524d........41494646"),
  media("audio/aiff", "AIFF audio", "464f524d........41494643"),
  media("audio/x-caf", "Core Audio", "63616666"),
  media("audio/amr", "AMR audio", "2321414d52"),
  media("audio/basic", "Sun audio", "2e736e64"),
  media("audio/midi", "MIDI", "4d546864"),
  media("video/webm", "WebM or Matroska", "1a45dfa3"),
  media("video/avi", "AVI video", "52494646........415649"),
  media("video/x-ms-asf", "Windows Media", "3026b2758e66cf11"),
  media("video/x-flv", "Flash video", "464c5601"),
  media("video/mpeg", "MPEG program stream", "000001ba"),
  media("video/mpeg", "MPEG video", "000001b3"),
  media("video/quicktime", "QuickTime", "6d6f6f76", 4),
  media("video/quicktime", "QuickTime", "77696465", 4),
  media("video/quicktime", "QuickTime", "6d646174", 4),
  media("video/quicktime", "QuickTime", "66726565", 4),
  media("video/quicktime", "QuickTime", "736b6970", 4),
  document("application/pdf", "a PDF document", "255044462d"),
  document("application/zip", "a ZIP archive or e-book", "504b0304"),
  document("application/gzip", "a compressed file", "1f8b08"),
  document("image/jpeg", "an image", "ffd8ff"),
  document("image/png", "an image", "89504e470d0a1a0a"),
  document("image/gif", "an image", "47494638"),
];

interface CompiledSignature {
  readonly signature: Signature;
  readonly bytes: readonly (number | null)[];
}

const compiled: readonly CompiledSignature[] = signatures.map((signature) => ({
  signature,
  bytes: (signature.pattern.match(/../g) ?? []).map((pair) =>
    pair === ".." ? null : Number.parseInt(pair, 16),
  ),
}));

/** Signatures by the byte they begin with, of those at the start and of those behind a box's length. */
const compiledAt = ([0, 4] as const).map((offset) => ({
  offset,
  byFirst: Map.groupBy(
    compiled.filter(({ signature }) => signature.offset === offset),
    ({ bytes }) => bytes[0],
  ),
}));

/** Bytes of the head of a response that tell what it is; `head` should hold the first 4096 or all there are. */
export function sniffMedia(head: Uint8Array): Sniffed {
  return (
    sniffSignature(head) ??
    sniffIsoMedia(head) ??
    sniffText(head) ??
    sniffAudioFrames(head) ??
    sniffTransportStream(head) ??
    sniffZeros(head) ?? { type: null, kind: "unknown", label: "bytes of no known media format" }
  );
}

function sniffSignature(head: Uint8Array): Sniffed | null {
  for (const { offset, byFirst } of compiledAt) {
    const match = byFirst.get(head[offset])?.find((candidate) => isAt(candidate, head));
    if (match) return match.signature;
  }
  return null;
}

function isAt({ signature, bytes }: CompiledSignature, head: Uint8Array): boolean {
  return bytes.every((byte, index) => byte === null || head[signature.offset + index] === byte);
}

/** ISO base media file format: a `ftyp` box with a major brand, or the first box of a segment (ISO/IEC 14496-12 section 4.3). */
function sniffIsoMedia(head: Uint8Array): Sniffed | null {
  if (!isLetter(head[4])) return null;
  const box = latin1(head, 4, 8);
  if (box === "styp" || box === "moof" || box === "sidx" || box === "emsg") {
    return { type: "video/mp4", kind: "media", label: "an MPEG-4 segment" };
  }
  if (box !== "ftyp") return null;
  const brand = latin1(head, 8, 12);
  if (brand.startsWith("M4A") || brand.startsWith("M4B") || brand.startsWith("F4A")) {
    return { type: "audio/mp4", kind: "media", label: "MPEG-4 audio" };
  }
  if (brand === "qt  ") return { type: "video/quicktime", kind: "media", label: "QuickTime" };
  if (/^(heic|heix|mif1|avif)$/.test(brand))
    return { type: "image/heif", kind: "document", label: "an image" };
  return { type: "video/mp4", kind: "media", label: "MPEG-4" };
}

/** What an ID3 tag stands before: MP3 nearly always, and where nothing else shows. */
function sniffTagged(rest: Uint8Array): Sniffed {
  if (isAdts(rest)) return { type: "audio/aac", kind: "media", label: "AAC audio" };
  const signed = sniffSignature(rest);
  return signed?.type === "audio/flac" ? signed : { type: "audio/mpeg", kind: "media", label: "MP3 audio" };
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x61 && byte <= 0x7a;
}

function sniffAudioFrames(head: Uint8Array): Sniffed | null {
  const tagBytes = id3TagLength(head);
  if (tagBytes !== null) return sniffTagged(head.subarray(tagBytes));
  if (isAdts(head)) return { type: "audio/aac", kind: "media", label: "AAC audio" };
  if (head[0] === 0x0b && head[1] === 0x77) return { type: "audio/ac3", kind: "media", label: "AC-3 audio" };
  return findMpegFrames(head) === null ? null : { type: "audio/mpeg", kind: "media", label: "MP3 audio" };
}

/** ADTS (ISO/IEC 13818-7 section 6.2): twelve sync bits, layer 0, and the next header at the frame's length. */
function isAdts(head: Uint8Array): boolean {
  const length = adtsFrameLength(head, 0);
  return length !== null && (length + 7 > head.length || adtsFrameLength(head, length) !== null);
}

function adtsFrameLength(bytes: Uint8Array, offset: number): number | null {
  if (offset + 7 > bytes.length || bytes[offset] !== 0xff) return null;
  const [second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0] = bytes.subarray(offset + 1, offset + 6);
  if ((second & 0xf6) !== 0xf0 || ((third >> 2) & 15) > 12) return null;
  const length = ((fourth & 3) << 11) | (fifth << 3) | (sixth >> 5);
  return length >= 7 ? length : null;
}

/** MPEG transport stream: a sync byte every 188 bytes (ISO/IEC 13818-1 section 2.4.3.2). */
function sniffTransportStream(head: Uint8Array): Sniffed | null {
  const isStream = [0, 188, 376].every((offset) => head[offset] === 0x47);
  return isStream ? { type: "video/mp2t", kind: "media", label: "MPEG transport stream" } : null;
}

function sniffZeros(head: Uint8Array): Sniffed | null {
  const isZeros = head.length > 0 && head.every((byte) => byte === 0);
  return isZeros ? { type: null, kind: "refuse", label: "nothing but zero bytes" } : null;
}

const textKinds: readonly { readonly start: RegExp; readonly sniffed: Sniffed }[] = [
  {
    start: /^#EXTM3U/,
    sniffed: { type: "application/vnd.apple.mpegurl", kind: "media", label: "an HLS playlist" },
  },
  {
    start:
      /^(<!--[\s\S]*?-->\s*)?<(!doctype html|html|head|body|script|title|meta|div|h1|p|iframe|style|table|a|br)\b/i,
    sniffed: { type: "text/html", kind: "refuse", label: "a web page" },
  },
  {
    start: /^<\?xml[\s\S]*?<html\b/i,
    sniffed: { type: "text/html", kind: "refuse", label: "a web page" },
  },
  {
    start: /^(<\?xml[^>]*>\s*)?<(rss|feed|rdf:RDF)\b/i,
    sniffed: { type: "application/rss+xml", kind: "refuse", label: "a feed" },
  },
  {
    start: /^(<\?xml[^>]*>\s*)?<Error\b/,
    sniffed: { type: "application/xml", kind: "refuse", label: "an error document" },
  },
  {
    start: /^<(\?xml|[a-z])/i,
    sniffed: { type: "application/xml", kind: "refuse", label: "an XML document" },
  },
  { start: /^[{[]/, sniffed: { type: "application/json", kind: "refuse", label: "a JSON document" } },
  { start: /^/, sniffed: { type: "text/plain", kind: "refuse", label: "text" } },
];

function sniffText(head: Uint8Array): Sniffed | null {
  const text = textOf(head);
  return text === null ? null : (textKinds.find(({ start }) => start.test(text))?.sniffed ?? null);
}

/** The head as text without BOM and leading space, or null when its bytes are not text (WHATWG MIME Sniffing section 7.2). */
function textOf(head: Uint8Array): string | null {
  if (head.length === 0) return null;
  if ((head[0] === 0xfe && head[1] === 0xff) || (head[0] === 0xff && head[1] === 0xfe && head[2] !== 0)) {
    const decoder = new TextDecoder(head[0] === 0xfe ? "utf-16be" : "utf-16le");
    const text = decoder.decode(head.subarray(0, head.length & ~1));
    return text.includes("\0") || text.includes("\ufffd") ? null : text.trimStart();
  }
  const isBinary = head.some(
    (byte) => byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27,
  );
  if (isBinary) return null;
  return new TextDecoder("utf-8").decode(head).trimStart();
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
