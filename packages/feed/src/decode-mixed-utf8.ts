/** Text decoded so far; `rest` holds the bytes of a character that the next piece completes. */
export interface MixedText {
  readonly text: string;
  readonly rest: Uint8Array;
  readonly invalid: boolean;
}

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const windows1252 = new TextDecoder("windows-1252");
/** The characters of windows-1252 from 0x80 on, in UTF-8. */
const singleBytes = Array.from({ length: 0x80 }, (_, index) =>
  Buffer.from(windows1252.decode(Uint8Array.of(0x80 + index))),
);
const replacement = Buffer.from("\ufffd");

/**
 * Decodes UTF-8 in which some bytes may be windows-1252: feeds pasted together from several sources. Each byte that
 * belongs to no valid sequence is read by itself, so that one stray byte harms nothing else. `last` says that no
 * more bytes follow.
 */
export function decodeMixedUtf8(bytes: Uint8Array, last: boolean): MixedText {
  const whole = last ? bytes.length : completeLength(bytes);
  const rest = bytes.slice(whole);
  const body = bytes.subarray(0, whole);
  try {
    return { text: strictUtf8.decode(body), rest, invalid: false };
  } catch {
    return { text: decodeRuns(body), rest, invalid: true };
  }
}

/** How many bytes stand before a sequence that is cut off at the end. */
function completeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const lead = bytes[bytes.length - back] ?? 0;
    if ((lead & 0xc0) === 0x80) continue;
    return sequenceLength(lead) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** Rewrites each byte that belongs to no valid sequence as UTF-8, so that all can be decoded in one step. */
function decodeRuns(bytes: Uint8Array): string {
  const rewritten = new Uint8Array(bytes.length * 3);
  let end = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = validLength(bytes, at);
    if (length === 0) {
      const single = singleBytes[(bytes[at] ?? 0) - 0x80] ?? replacement;
      for (const byte of single) rewritten[end++] = byte;
      at++;
      continue;
    }
    for (const last = at + length; at < last; at++) rewritten[end++] = bytes[at] ?? 0;
  }
  return strictUtf8.decode(rewritten.subarray(0, end));
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/** Length of the valid UTF-8 sequence at `at` (Unicode table 3-7), or 0. */
function validLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  const length = sequenceLength(lead);
  if (length <= 1) return length;
  if (at + length > bytes.length) return 0;
  const second = bytes[at + 1] ?? 0;
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return 0;
  for (let next = 2; next < length; next++) {
    if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
}
