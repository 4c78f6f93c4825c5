import { MIMEType } from "whatwg-mimetype";
import { boundEvidence } from "./quote-evidence.ts";

// Names that mean the same to a player. A list's first name is what sniffing gives for it.
const families: readonly (readonly string[])[] = [
  [
    "audio/mpeg",
    "audio/mp3",
    "audio/mpeg3",
    "audio/x-mp3",
    "audio/x-mpeg",
    "audio/x-mpeg-3",
    "audio/mpg",
    "audio/x-mpg",
    "video/mpeg",
  ],
  [
    "audio/mp4",
    "video/mp4",
    "video/quicktime",
    "audio/x-m4a",
    "audio/m4a",
    "audio/m4b",
    "audio/x-m4b",
    "audio/mp4a-latm",
    "audio/x-mp4",
    "video/x-m4v",
    "video/m4v",
    "audio/aac",
    "audio/x-aac",
    "audio/aacp",
    "application/mp4",
  ],
  ["audio/aac", "audio/x-aac", "audio/aacp", "audio/x-hx-aac-adts", "audio/mp4", "audio/x-m4a", "audio/m4a"],
  ["audio/ogg", "application/ogg", "video/ogg", "audio/opus", "audio/vorbis", "audio/x-ogg", "audio/x-opus"],
  ["audio/flac", "audio/x-flac", "application/flac"],
  ["audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave", "audio/x-pn-wav"],
  ["audio/aiff", "audio/x-aiff"],
  ["video/webm", "audio/webm", "video/x-matroska", "audio/x-matroska"],
  ["video/mpeg", "audio/mpeg", "video/mp2p"],
  ["video/mp2t", "audio/mp2t"],
  ["video/avi", "video/x-msvideo", "video/msvideo"],
  ["video/x-ms-asf", "audio/x-ms-wma", "video/x-ms-wmv", "audio/wma"],
  [
    "application/vnd.apple.mpegurl",
    "application/x-mpegurl",
    "application/mpegurl",
    "audio/mpegurl",
    "audio/x-mpegurl",
    "vnd.apple.mpegurl",
  ],
  ["application/zip", "application/epub+zip", "application/x-zip-compressed"],
  ["image/jpeg", "image/jpg"],
];

// What servers say of a file when they do not know: no claim, so no contradiction.
const noClaim = new Set([
  "application/octet-stream",
  "binary/octet-stream",
  "application/binary",
  "application/x-download",
  "application/force-download",
  "application/download",
  "application/unknown",
  "application/x-unknown",
]);

/** The essence of a media type as written (`audio/mpeg; x=y` gives `audio/mpeg`), lower case, or null. */
export function parseMediaType(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const known = essences.get(text);
  if (known !== undefined) return known;
  const essence = MIMEType.parse(text)?.essence ?? null;
  const parsed = essence === null ? null : boundEvidence(essence);
  if (text.length <= rememberedLengthMax && essences.size < essencesMax) essences.set(text, parsed);
  return parsed;
}

// Nearly all servers say one of a dozen types; strangers' inventions must not fill the memory.
const essences = new Map<string, string | null>();
const essencesMax = 256;
const rememberedLengthMax = 100;

/** Whether a type claimed by a feed or a server contradicts what the bytes are. */
export function isContradicted(claimed: string | null, sniffed: string | null): boolean {
  if (claimed === null || sniffed === null || claimed === sniffed || noClaim.has(claimed)) return false;
  const family =
    families.find(([first]) => first === sniffed) ?? families.find((names) => names.includes(sniffed));
  return !(family?.includes(claimed) ?? false);
}
