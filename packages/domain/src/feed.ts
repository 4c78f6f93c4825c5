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
  /** How a player can tell that it has the right file; only where the feed says so. */
  readonly integrity?: ParsedIntegrity;
}

/** A `podcast:integrity`: a hash after Subresource Integrity, or a PGP signature, of an alternate enclosure's file. */
export interface ParsedIntegrity {
  readonly type: "sri" | "pgp-signature";
  readonly value: string;
}

/** One item of a feed. */
export interface ParsedEpisode {
  readonly guid: string | null;
  readonly title: string | null;
  /** ISO 8601 UTC, or null when missing or unreadable. */
  readonly publishedAt: string | null;
  readonly enclosures: readonly ParsedEnclosure[];
}

/** A `podcast:liveItem`: a broadcast announced, running or over. It is no episode, and its stream answers only while live. */
export interface ParsedLiveItem extends ParsedEpisode {
  readonly status: "pending" | "live" | "ended" | null;
  /** ISO 8601 UTC, or null when missing or unreadable. */
  readonly startsAt: string | null;
  /** ISO 8601 UTC, or null when missing or unreadable. */
  readonly endsAt: string | null;
}

/** The publisher's word on its rhythm (`podcast:updateFrequency`). */
export interface UpdateFrequency {
  /** An RFC 5545 recurrence rule, or null. */
  readonly rrule: string | null;
  /** Whether the publisher says that no further episode will come. */
  readonly complete: boolean;
  /** ISO 8601 UTC of the rule's first date, or null. */
  readonly startsAt: string | null;
}

/** A `podcast:txt` record: free text for a purpose, such as proof of control. */
export interface ParsedTxt {
  readonly purpose: string | null;
  readonly text: string;
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
  /** The feed's own URL as it states it (`atom:link rel="self"`, `feed_url`), absolute, or null. */
  readonly selfUrl: string | null;
  /** The next page of a paged or archived feed (RFC 5005, JSON Feed's `next_url`), absolute, or null. */
  readonly nextPageUrl: string | null;
  readonly ownerEmail: string | null;
  /** What `podcast:locked` says, or null without one. */
  readonly locked: boolean | null;
  /** Whether `itunes:block` or an unqualified `podcast:block` asks directories to leave the show out. */
  readonly blocked: boolean;
  /** Whether `itunes:complete`, `podcast:updateFrequency` or JSON Feed's `expired` says that no further episode will come. */
  readonly finished: boolean;
  readonly updateFrequency: UpdateFrequency | null;
  /** Whether the host announces updates by podping, or null when it does not say. */
  readonly usesPodping: boolean | null;
  readonly txt: readonly ParsedTxt[];
}

/** What the parser makes of a feed's bytes. `feed` is null when the bytes are no feed at all. */
export interface ParsedFeed {
  readonly feed: ParsedShow | null;
  readonly episodes: readonly ParsedEpisode[];
  readonly liveItems: readonly ParsedLiveItem[];
  readonly faults: readonly Fault[];
  /** Whether the document ended as it should: false when it was cut off, so nothing may be taken as vanished. */
  readonly complete: boolean;
}
