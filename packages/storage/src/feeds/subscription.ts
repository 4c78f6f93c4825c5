import type { Fault, FeedFormat, Verdict } from "@earshot/domain";
import { sql } from "kysely";

/** What the API calls a feed: a publisher's subscription, with how the feed stands. */
export interface Subscription {
  readonly id: string;
  readonly publisherId: string;
  readonly feedId: number;
  readonly url: string;
  readonly labels: readonly string[];
  readonly createdAt: Date;
  readonly title: string | null;
  readonly link: string | null;
  readonly podcastGuid: string | null;
  readonly format: FeedFormat | null;
  readonly newestAt: Date | null;
  /** When the next episode is to be expected at the latest; null where nothing tells. */
  readonly nextExpectedAt: Date | null;
  /** Whether the publisher asked to be told when no new episode comes. */
  readonly watchStaleness: boolean;
  /** Whether anybody may see how it stands. */
  readonly publicStatus: boolean;
  readonly status: number | null;
  /** The last crawl, and the last one that found a feed. */
  readonly crawledAt: Date | null;
  readonly okAt: Date | null;
  /** Of the feed document itself; null before its first crawl. */
  readonly verdict: Verdict | null;
  readonly faults: readonly Fault[];
  readonly episodes: number;
  readonly enclosures: number;
}

/** The columns of a subscription `s` and its feed `f`. */
export const subscriptionColumns = sql`
  s.id, s.publisher_id AS "publisherId", s.feed_id AS "feedId", f.url, s.labels, s.created_at AS "createdAt",
  s.watch_staleness AS "watchStaleness", s.public_status AS "publicStatus", f.next_expected_at AS "nextExpectedAt",
  f.title, f.link, f.podcast_guid AS "podcastGuid", f.format, f.newest_at AS "newestAt", f.status,
  f.crawled_at AS "crawledAt", f.ok_at AS "okAt", f.verdict, f.faults, f.episodes, f.enclosures`;
