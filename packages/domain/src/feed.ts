import type { Fault } from "./fault.ts";

/** The syntax a feed is written in. */
export type FeedFormat = "rss" | "atom" | "rdf" | "json";

/** One media URL of an episode. `url` is absolute, as a player would request it, or null when it cannot be used. */
export interface ParsedEnclosure {
  readonly url: string | null;
  readonly type: string | null;
  /** Length in bytes as declared; null when missing or not a whole number. */
  readonly length: number | null;
  readonly kind: "primary" | "alternate";
}

/** One item of a feed. */
export interface ParsedEpisode {
  readonly guid: string | null;
  readonly title: string | null;
  /** ISO 8601 UTC, or null when missing or unreadable. */
  readonly publishedAt: string | null;
  readonly enclosures: readonly ParsedEnclosure[];
}

/** The show that a feed describes, with what its host says about itself. */
export interface ParsedShow {
  readonly title: string | null;
  readonly podcastGuid: string | null;
  readonly format: FeedFormat;
  readonly link: string | null;
  readonly newFeedUrl: string | null;
  readonly hubUrl: string | null;
  readonly ttlMinutes: number | null;
}

/** What the parser makes of a feed's bytes. `feed` is null when the bytes are no feed at all. */
export interface ParsedFeed {
  readonly feed: ParsedShow | null;
  readonly episodes: readonly ParsedEpisode[];
  readonly faults: readonly Fault[];
  /** Whether the document ended as it should: false when it was cut off, so nothing may be taken as vanished. */
  readonly complete: boolean;
}
