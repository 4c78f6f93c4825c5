import iconv from "iconv-lite";
import { ByteReader, pieceBytes } from "./byte-reader.ts";
import { mayHoldControls } from "./control-bytes.ts";
import { decodeMixedUtf8 } from "./decode-mixed-utf8.ts";

/** Bytes looked at to find out the character encoding. */
const headBytes = 1_024;

/** What decoding tells its caller about; `declared` names the encoding in question. */
export type EncodingProblem = "unknown" | "invalid-bytes" | "contradiction" | "is-utf-8";

/** Receives each problem once. */
export type ReportEncoding = (problem: EncodingProblem, declared: string) => void;

/** A piece of a document's text. */
export interface DecodedText {
  readonly text: string;
  /** Whether control characters, U+FFFE or U+FFFF may stand in it; false when certainly none do. */
  readonly mayHoldControls: boolean;
}

/** Turns bytes into text, piece by piece. */
interface CharacterDecoder {
  /** Whether bytes below 0x20 stand for the characters of the same number, and nothing else does. */
  readonly showsControls: boolean;
  write(bytes: Uint8Array): string;
  end(): string;
}

/**
 * Decodes a document's bytes to text. The encoding is that of the byte order mark, else of the first bytes' pattern
 * (XML 1.0 appendix F), else of the XML declaration, else of the Content-Type header, else UTF-8. Bytes that are not
 * valid UTF-8 are read as windows-1252, each for itself. The byte order mark is dropped.
 */
export async function* decodeCharacters(
  source: AsyncIterable<Uint8Array>,
  contentType: string | null,
  report: ReportEncoding,
): AsyncGenerator<DecodedText> {
  const reader = new ByteReader(source);
  const head = await reader.peek(headBytes);
  const decoder = openDecoder(head, contentType, report);
  for (;;) {
    const piece = await reader.read(pieceBytes);
    if (piece === null) break;
    const text = decoder.write(piece);
    const mayHold = !decoder.showsControls || mayHoldControls(piece) || /[\ufffe\uffff]/.test(text);
    if (text !== "") yield { text, mayHoldControls: mayHold };
  }
  const rest = decoder.end();
  if (rest !== "") yield { text: rest, mayHoldControls: true };
}

function openDecoder(head: Uint8Array, contentType: string | null, report: ReportEncoding): CharacterDecoder {
  const declared = declaredEncoding(head);
  const ofHeader = headerCharset(contentType);
  const byPattern = encodingByPattern(head);
  if (byPattern !== null) {
    if (declared !== null && !sameFamily(declared, byPattern)) report("contradiction", declared);
    return openNamed(byPattern, report) ?? openUtf8(byPattern, report);
  }
  if (declared !== null && ofHeader !== null && !sameEncoding(declared, ofHeader))
    report("contradiction", ofHeader);
  for (const label of [declared, ofHeader]) {
    if (label === null) continue;
    // The declaration was legible as ASCII, so the document is in no encoding of two or four bytes a character.
    if (/^(?:utf|ucs|iso-10646-ucs)-?_?(?:16|32|2|4)/i.test(label)) {
      report("contradiction", label);
      return openUtf8("UTF-8", report);
    }
    const decoder = openNamed(label, report);
    if (decoder !== null) return decoder;
    report("unknown", label);
  }
  return openUtf8("UTF-8", report);
}

/** The encoding that a byte order mark or the first characters' byte pattern shows, or null. */
function encodingByPattern(head: Uint8Array): string | null {
  const hex = Buffer.from(head.subarray(0, 4)).toString("hex");
  if (hex === "0000feff" || hex === "0000003c") return "utf-32be";
  if (hex === "fffe0000" || hex === "3c000000") return "utf-32le";
  if (hex.startsWith("efbbbf")) return "utf-8";
  if (hex.startsWith("feff") || /^00(?:3c|0a|0d|20|09|7b)00/.test(hex)) return "utf-16be";
  if (hex.startsWith("fffe") || /^(?:3c|0a|0d|20|09|7b)00..00/.test(hex)) return "utf-16le";
  return null;
}

/** The `encoding` of an XML declaration within the first bytes, read as ASCII, or null. */
function declaredEncoding(head: Uint8Array): string | null {
  const ascii = Buffer.from(head.filter((byte) => byte !== 0)).toString("latin1");
  const declaration = /<\?xml\s[^>]{0,200}?\sencoding\s*=\s*(?:"([^"<>]{1,40})"|'([^'<>]{1,40})')/.exec(
    ascii,
  );
  return (declaration?.[1] ?? declaration?.[2])?.trim() ?? null;
}

function headerCharset(contentType: string | null): string | null {
  const parameter = /;\s*charset\s*=\s*(?:"([^"]{1,40})"|([^\s;"]{1,40}))/i.exec(contentType ?? "");
  return (parameter?.[1] ?? parameter?.[2])?.trim() ?? null;
}

function canonicalName(label: string): string {
  // Asking the platform for a decoder takes longer than reading a short feed's head.
  if (/^utf-?8$/i.test(label)) return "utf-8";
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return label.toLowerCase();
  }
}

function sameEncoding(first: string, second: string): boolean {
  const names = [canonicalName(first), canonicalName(second)];
  return names[0] === names[1] || names.every((name) => /^(?:windows-1252|us-ascii|ascii)$/.test(name));
}

/** Whether a declared name fits the byte pattern: "UTF-16" declares neither byte order. */
function sameFamily(declared: string, byPattern: string): boolean {
  const plain = (name: string) =>
    name
      .toLowerCase()
      .replace(/^(?:ucs-?2|iso-10646-ucs-2)$/, "utf-16")
      .replace(/[^a-z0-9]|[bl]e$/g, "");
  return plain(declared) === plain(byPattern);
}

/** A decoder for a named encoding, or null when neither the platform nor iconv-lite knows the name. */
function openNamed(label: string, report: ReportEncoding): CharacterDecoder | null {
  const name = canonicalName(label);
  if (name === "utf-8" || /^(?:us-)?ascii$/i.test(label)) return openUtf8(label, report);
  const platform = platformDecoder(name);
  if (platform !== null) return watchForUtf8(platform, label, report);
  return iconv.encodingExists(name) ? watchReplacements(iconvDecoder(name), label, report) : null;
}

function platformDecoder(name: string): CharacterDecoder | null {
  try {
    const decoder = new TextDecoder(name);
    return {
      showsControls: false,
      write: (bytes) => decoder.decode(bytes, { stream: true }),
      end: () => decoder.decode(),
    };
  } catch {
    return null;
  }
}

function iconvDecoder(name: string): CharacterDecoder {
  const decoder = iconv.getDecoder(name);
  return {
    showsControls: false,
    write: (bytes) => decoder.write(Buffer.from(bytes)),
    end: () => decoder.end() ?? "",
  };
}

function watchReplacements(inner: CharacterDecoder, label: string, report: ReportEncoding): CharacterDecoder {
  let told = false;
  const watch = (text: string) => {
    if (!told && text.includes("\ufffd")) {
      told = true;
      report("invalid-bytes", label);
    }
    return text;
  };
  return {
    showsControls: inner.showsControls,
    write: (bytes) => watch(inner.write(bytes)),
    end: () => watch(inner.end()),
  };
}

/** Decodes as declared, as strict readers do, but tells when the bytes are evidently UTF-8. */
function watchForUtf8(inner: CharacterDecoder, label: string, report: ReportEncoding): CharacterDecoder {
  const watched = watchReplacements(inner, label, report);
  if (/^utf-16/.test(canonicalName(label))) return watched;
  let utf8Runs = 0;
  let otherRuns = 0;
  const write = (bytes: Uint8Array) => {
    const runs =
      otherRuns === 0
        ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
            .toString("latin1")
            .match(/[\x80-\xff]+/g)
        : null;
    for (const run of runs ?? []) {
      if (/^(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})+$/.test(run))
        utf8Runs++;
      else otherRuns++;
    }
    return watched.write(bytes);
  };
  const end = () => {
    if (utf8Runs > 0 && otherRuns === 0) report("is-utf-8", label);
    return watched.end();
  };
  return { showsControls: watched.showsControls, write, end };
}

/** UTF-8, with each invalid byte read as windows-1252. The platform drops the byte order mark. */
function openUtf8(label: string, report: ReportEncoding): CharacterDecoder {
  let told = false;
  let rest: Uint8Array = new Uint8Array(0);
  let atStart = true;
  const decode = (bytes: Uint8Array, last: boolean) => {
    const decoded = decodeMixedUtf8(rest.length === 0 ? bytes : Buffer.concat([rest, bytes]), last);
    rest = decoded.rest;
    if (decoded.invalid && !told) {
      told = true;
      report("invalid-bytes", label);
    }
    const text = atStart && decoded.text.startsWith("\ufeff") ? decoded.text.slice(1) : decoded.text;
    if (decoded.text !== "") atStart = false;
    return text;
  };
  return {
    showsControls: true,
    write: (bytes) => decode(bytes, false),
    end: () => decode(new Uint8Array(0), true),
  };
}
