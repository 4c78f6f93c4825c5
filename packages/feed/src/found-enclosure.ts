import type { ParsedIntegrity } from "@earshot/domain";

/** Where an enclosure was found, which decides what it counts as beside others; best first. */
export const enclosureOrigins = ["enclosure", "link", "media", "media-variant", "alternate"] as const;

/** Where an enclosure was found. */
export type EnclosureOrigin = (typeof enclosureOrigins)[number];

/** An enclosure as it stands in an item. */
export interface FoundEnclosure {
  readonly rawUrl: string;
  /** The URL of the innermost `xml:base`, or null. */
  readonly base: string | null;
  readonly type: string | null;
  readonly length: number | null;
  readonly origin: EnclosureOrigin;
  readonly integrity?: ParsedIntegrity;
  readonly line: number;
}
