/** The bounds within which a feed is read, however hostile. */
export interface FeedLimits {
  /** Bytes after decompression beyond which reading stops, with `feed.too-large`. */
  readonly decompressedBytesMax: number;
  /** Decompressed bytes above which `feed.too-large` is a warning: directories begin to refuse. */
  readonly warningBytes: number;
  /** Decompressed bytes above which `feed.too-large` is told as information. */
  readonly noticeBytes: number;
  /** Items read before reading stops. */
  readonly itemsMax: number;
  /** Characters of an item that may be read in one pass, if it breaks no rule; longer ones are read token by token. */
  readonly plainItemCharsMax: number;
  /** Enclosures kept of one item. */
  readonly enclosuresPerItemMax: number;
  /** Characters kept of one value (a title, a guid, a URL). */
  readonly valueCharsMax: number;
  /** Characters that one tag may span. */
  readonly tagCharsMax: number;
  /** Characters of one CDATA section or comment held back in case it is never closed. */
  readonly sectionCharsMax: number;
  /** Open elements that are kept track of. */
  readonly depthMax: number;
  /** Faults of one code that are told singly. */
  readonly faultsPerCodeMax: number;
}

/** The bounds in force unless the caller gives others. The size limits are those of directories' crawlers. */
export const defaultFeedLimits: FeedLimits = {
  decompressedBytesMax: 70_000_000,
  warningBytes: 25_000_000,
  noticeBytes: 5_000_000,
  itemsMax: 50_000,
  plainItemCharsMax: 65_536,
  enclosuresPerItemMax: 1_000,
  valueCharsMax: 16_384,
  tagCharsMax: 131_072,
  sectionCharsMax: 1_048_576,
  depthMax: 256,
  faultsPerCodeMax: 20,
};
