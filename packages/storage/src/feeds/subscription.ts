import type { Fault, FeedFormat, Verdict } from "@earshot/domain";
import { sql } from "kysely";
import type { Standing } from "../standings/standing.ts";
import { type RegionalView, regionalViewsOf } from "../vantages/save-regional-views.ts";

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
  /** How often the publisher wants it to be fetched; null leaves it to the operator. */
  readonly checkEveryMinutes: number | null;
  /** What the publisher puts into the feed to prove that it is its own. */
  readonly verifyText: string;
  /** What proves it: that text in `podcast:txt`, or the account's e-mail address as the feed's owner's. */
  readonly provenBy: "txt" | "email" | null;
  readonly status: number | null;
  /** The last crawl, and the last one that found a feed. */
  readonly crawledAt: Date | null;
  readonly okAt: Date | null;
  /** The vantage of the last crawl. */
  readonly crawledFrom: string | null;
  /** How each vantage last saw it, when it is bad from one and good from another; else null. */
  readonly regional: readonly RegionalView[] | null;
  /** Of the feed document itself; null before its first crawl. */
  readonly verdict: Verdict | null;
  readonly faults: readonly Fault[];
  readonly standing: Standing;
  readonly episodes: number;
  readonly enclosures: number;
}

const verifyText = sql`'earshot-verify=' || s.verify_token`;

/** The columns of a subscription `s` and its feed `f`. */
export const subscriptionColumns = sql`
  ${verifyText} AS "verifyText",
  CASE WHEN f.verify_texts @> ARRAY[${verifyText}] THEN 'txt'
    WHEN (SELECT lower(p.email) = lower(f.owner_email) FROM publishers p WHERE p.id = s.publisher_id) THEN 'email'
  END AS "provenBy",
  s.id, s.publisher_id AS "publisherId", s.feed_id AS "feedId", f.url, s.labels, s.created_at AS "createdAt",
  s.watch_staleness AS "watchStaleness", s.public_status AS "publicStatus",
  s.check_every_minutes AS "checkEveryMinutes", f.next_expected_at AS "nextExpectedAt",
  f.title, f.link, f.podcast_guid AS "podcastGuid", f.format, f.newest_at AS "newestAt", f.status,
  f.crawled_at AS "crawledAt", f.ok_at AS "okAt", f.crawled_from AS "crawledFrom",
  ${regionalViewsOf("feed", sql`f.id`)} AS regional, f.verdict, f.faults, f.episodes, f.enclosures,
  s.standing`;
