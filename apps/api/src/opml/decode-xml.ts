/** As much of a document as its XML declaration may begin in. */
const headBytes = 256;

/**
 * The text of an XML document. Its encoding is that of the byte order mark, else of the media type's `charset`, else of
 * the XML declaration, else UTF-8 (RFC 7303 section 3, XML 1.0 appendix F). Throws when that encoding is not known, or
 * when the bytes are none of it.
 */
export function decodeXml(bytes: Uint8Array, contentType: string): string {
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1];
  const encoding = encodingOfMark(bytes) ?? charset ?? declaredEncoding(bytes) ?? "utf-8";
  return new TextDecoder(encoding, { fatal: true }).decode(bytes);
}

/** By the byte order mark, or by the zero beside the first "<". */
function encodingOfMark([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0x3c && second === 0x00) return "utf-16le";
  return first === 0x00 && second === 0x3c ? "utf-16be" : undefined;
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, headBytes)).toString("latin1");
  return /^<\?xml\s[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(head)?.[1];
}
