import type {
  Fault,
  NextDue,
  ParsedEpisode,
  ParsedShow,
  Probe,
  SubjectHealth,
  Verdict,
} from "@earshot/domain";
import type { FeedPage } from "../feeds/feed-pages.ts";

/** What one crawl of a feed found out. */
export interface Crawl {
  readonly feedId: number;
  readonly claimId: string;
  readonly now: Date;
  /** When the feed is due next. */
  readonly next: NextDue;
  /** HTTP status, or null when there was no answer. */
  readonly status: number | null;
  readonly verdict: Verdict;
  readonly faults: readonly Fault[];
  readonly health: SubjectHealth;
  /** The way to the feed; its vantage is kept. */
  readonly probe: Probe | null;
  /** Where permanent redirects alone (301, 308) led, or null. */
  readonly redirectedTo: string | null;
  readonly result: CrawlResult;
  /** How long clean crawls must miss an enclosure before it counts as vanished: the feed's period. */
  readonly vanishAfterMs: number;
  /** The period that the feed is on from now, in milliseconds. */
  readonly periodMs: number;
}

/** `failed`: no feed was read. `unchanged`: 304 or the same bytes. `parsed`: a document was read. */
export type CrawlResult =
  | { readonly kind: "failed" }
  | { readonly kind: "unchanged" }
  | {
      readonly kind: "parsed";
      readonly etag: string | null;
      readonly lastModified: string | null;
      readonly bodyHash: string | null;
      readonly show: Pick<
        ParsedShow,
        "title" | "link" | "podcastGuid" | "format" | "hubUrl" | "ttlMinutes" | "ownerEmail" | "txt"
      >;
      /** How many items the feed is known to show, as learned up to this crawl; null while unknown. */
      readonly windowSize: number | null;
      /** When the next episode is to be expected at the latest; null where nothing tells. */
      readonly nextExpectedAt: Date | null;
      readonly episodes: readonly ParsedEpisode[];
      /** The further pages that the episodes were read from, in order. */
      readonly pages: readonly FeedPage[];
      /** Whether the document ended as it should and was read to its end. */
      readonly complete: boolean;
    };

/** A crawl that read a document. */
export type ParsedResult = Extract<CrawlResult, { kind: "parsed" }>;

/** What saving a crawl changed. */
export interface CrawlChanges {
  readonly added: number;
  readonly changed: number;
  readonly vanished: number;
  /** Enclosures left out because the feed names too many hosts. */
  readonly refused: number;
  /** Whether more than half of the known enclosures were missing, so that none was taken as vanished. */
  readonly shrunken: boolean;
  /** Media new to us or back again, now on the schedule. */
  readonly mediaIds: readonly number[];
  /** Media that no watched feed carries any more, now off the schedule: their incidents are withdrawn. */
  readonly withdrawnMediaIds: readonly number[];
}
