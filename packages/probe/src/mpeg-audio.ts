// Bit rates in kbit/s by index 1..14 (ISO/IEC 11172-3 table 3-B.2 and 13818-3), for MPEG-1 and for MPEG-2 and 2.5.
const bitRates1: readonly (readonly number[])[] = [
  [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
];
const bitRates2: readonly (readonly number[])[] = [
  [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];
const sampleRates1 = [44_100, 48_000, 32_000];

/** Length in bytes of the MPEG audio frame whose header starts at `offset`, or null when there is no valid header. */
export function mpegFrameLength(bytes: Uint8Array, offset: number): number | null {
  const second = bytes[offset + 1] ?? 0;
  const third = bytes[offset + 2] ?? 0;
  if (offset + 4 > bytes.length || bytes[offset] !== 0xff || (second & 0xe0) !== 0xe0) return null;
  const version = (second >> 3) & 3; // 0: MPEG-2.5, 1: reserved, 2: MPEG-2, 3: MPEG-1
  const layer = 4 - ((second >> 1) & 3); // 1..3; 4 is reserved, and what ADTS has there
  const bitRateIndex = third >> 4;
  const sampleRate1 = sampleRates1[(third >> 2) & 3];
  if (version === 1 || layer === 4 || sampleRate1 === undefined) return null;
  const bitRate = (version === 3 ? bitRates1 : bitRates2)[layer - 1]?.[bitRateIndex - 1];
  if (bitRate === undefined) return null;
  const sampleRate = version === 3 ? sampleRate1 : version === 2 ? sampleRate1 / 2 : sampleRate1 / 4;
  const padding = (third >> 1) & 1;
  if (layer === 1) return (Math.floor((12_000 * bitRate) / sampleRate) + padding) * 4;
  const samplesPerFrame = layer === 3 && version !== 3 ? 576 : 1_152;
  return Math.floor((samplesPerFrame * 125 * bitRate) / sampleRate) + padding;
}

/**
 * Offset of the first MPEG audio frame that is followed by another at its computed length, or null. A lone sync word
 * proves nothing: random bytes hold one every two kilobytes. At the very start one whole header is enough when the
 * bytes end before the next frame would begin.
 */
export function findMpegFrames(bytes: Uint8Array): number | null {
  for (let offset = 0; offset + 4 <= bytes.length; offset += 1) {
    if (bytes[offset] !== 0xff) continue;
    const length = mpegFrameLength(bytes, offset);
    if (length === null) continue;
    const next = offset + length;
    if (next + 4 > bytes.length ? offset === 0 : mpegFrameLength(bytes, next) !== null) return offset;
  }
  return null;
}

/** Total length of the ID3v2 tag at the start, its header and footer included, or null when there is none (id3.org, ID3v2.4 section 3.1). */
export function id3TagLength(bytes: Uint8Array): number | null {
  if (bytes.length < 10 || bytes[0] !== 0x49 || bytes[1] !== 0x44 || bytes[2] !== 0x33) return null;
  const sizes = bytes.subarray(6, 10);
  if (sizes.some((byte) => byte > 0x7f)) return null;
  const size = sizes.reduce((sum, byte) => sum * 128 + byte, 0);
  const hasFooter = ((bytes[5] ?? 0) & 0x10) !== 0;
  return size + (hasFooter ? 20 : 10);
}
