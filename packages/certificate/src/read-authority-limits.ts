/** What a certificate's extensions allow its key to do as an authority. Null where it says nothing. */
export interface AuthorityLimits {
  /** How many intermediates may follow below it (RFC 5280 §4.2.1.9). */
  readonly pathLength: number | null;
  /** Whether key usage allows signing certificates (RFC 5280 §4.2.1.3); null without the extension. */
  readonly maySignCertificates: boolean | null;
  /** Whether key usage allows signing a TLS handshake, or agreeing on or wrapping its key; null without the extension. */
  readonly mayShakeHands: boolean | null;
}

interface Element {
  readonly tag: number;
  readonly content: Buffer;
}

const oids = { keyUsage: "551d0f", basicConstraints: "551d13" };
const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  extensions: 0xa3,
};
const unlimited: AuthorityLimits = { pathLength: null, maySignCertificates: null, mayShakeHands: null };

/**
 * Reads path length and key usage out of a certificate's DER, which Node shows nowhere else. A general X.509 library
 * would cost 200 ms at every start and 3 ms a certificate for these two values. Unreadable extensions count as absent:
 * OpenSSL, which has parsed the same bytes, refuses what is truly malformed.
 */
export function readAuthorityLimits(der: Buffer): AuthorityLimits {
  let limits = unlimited;
  for (const extension of readExtensions(der)) {
    const [oid, ...rest] = readElements(extension);
    const value = rest.find((element) => element.tag === tags.octetString)?.content;
    if (oid?.tag !== tags.oid || !value) continue;
    const name = oid.content.toString("hex");
    if (name === oids.basicConstraints) limits = { ...limits, pathLength: readPathLength(value) };
    if (name === oids.keyUsage) limits = { ...limits, ...readKeyUsage(value) };
  }
  return limits;
}

function readExtensions(der: Buffer): Buffer[] {
  const [certificate] = readElements(der);
  const [toBeSigned] = readElements(certificate?.content);
  const tagged = readElements(toBeSigned?.content).find((element) => element.tag === tags.extensions);
  const [list] = readElements(tagged?.content);
  return readElements(list?.content).map((element) => element.content);
}

function readPathLength(value: Buffer): number | null {
  const [sequence] = readElements(value);
  const number = readElements(sequence?.content).find((element) => element.tag === tags.integer)?.content;
  if (!number || number.length === 0) return null;
  // Anything beyond four bytes is no limit in practice, and a negative one lets nothing follow.
  if (number.length > 4) return null;
  return Math.max(0, number.readIntBE(0, number.length));
}

function readKeyUsage(value: Buffer): Pick<AuthorityLimits, "maySignCertificates" | "mayShakeHands"> {
  const bits = readElements(value).find((element) => element.tag === tags.bitString)?.content;
  // The first byte counts unused bits; bit 0 (digitalSignature) is the highest of the second byte.
  const usage = bits?.[1] ?? 0;
  const [digitalSignature, keyEncipherment, keyAgreement, keyCertSign] = [0x80, 0x20, 0x08, 0x04];
  return {
    maySignCertificates: (usage & keyCertSign) !== 0,
    mayShakeHands: (usage & (digitalSignature | keyEncipherment | keyAgreement)) !== 0,
  };
}

/** The elements of a DER sequence's content (X.690 §8.1), up to the first that does not fit. */
function readElements(bytes: Buffer | undefined): Element[] {
  const elements: Element[] = [];
  let at = 0;
  while (bytes && at + 2 <= bytes.length) {
    const tag = bytes.readUInt8(at);
    const first = bytes.readUInt8(at + 1);
    const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
    const start = at + 2 + lengthBytes;
    if (first === 0x80 || lengthBytes > 4 || start > bytes.length) break;
    const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
    if (start + length > bytes.length) break;
    elements.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return elements;
}
