import { buildFault, type Fault } from "@earshot/domain";
import { isContradicted, parseMediaType } from "./media-types.ts";
import { boundEvidence } from "./quote-evidence.ts";
import type { Sniffed } from "./sniff-media.ts";

/** What the feed and the server say of the file. */
export interface ClaimedTypes {
  readonly declaredType: string | null;
  readonly servedType: string | null;
  /** The Content-Encoding header: what the server did to the file although `identity` was asked for. */
  readonly contentEncoding: string | null;
}

/** The faults of a file whose first bytes were sniffed: not media at all, or other than claimed. */
export function mediaFaultsOf(sniffed: Sniffed, claims: ClaimedTypes, hop: number): Fault[] {
  const declared = parseMediaType(claims.declaredType);
  if (sniffed.kind === "document" && declared !== null && !isContradicted(declared, sniffed.type)) return [];
  if (sniffed.kind !== "media") {
    const { contentEncoding } = claims;
    const told =
      contentEncoding === null
        ? ""
        : ` (Content-Encoding: ${boundEvidence(contentEncoding)}, though the request asks for "identity")`;
    const message = `Instead of audio or video, ${sniffed.label} came${told}.`;
    return [buildFault("media.not-media", { hop, message })];
  }
  const contradicting = [
    isContradicted(declared, sniffed.type) ? `the feed says ${declared}` : null,
    isContradicted(parseMediaType(claims.servedType), sniffed.type)
      ? `the server says ${parseMediaType(claims.servedType)}`
      : null,
  ].filter((claim) => claim !== null);
  if (contradicting.length === 0) return [];
  const message = `The bytes are ${sniffed.label} (${sniffed.type}), but ${contradicting.join(" and ")}.`;
  return [buildFault("media.type-mismatch", { hop, message })];
}
