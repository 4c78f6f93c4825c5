import type { Fault, SubjectHealth, Verdict } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { healthOf, type StoredHealth } from "../schema/health.ts";
import { idList } from "../schema/id-list.ts";
import type { KnownPage } from "./feed-pages.ts";

/** What a crawler needs to know of a feed before it asks for it. */
export interface FeedForCrawl {
  readonly id: number;
  /** As registered: never rewritten. */
  readonly url: string;
  /** What to ask for: the URL, or where it permanently moved. */
  readonly fetchUrl: string;
  readonly hostId: number;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly bodyHash: string | null;
  readonly title: string | null;
  readonly podcastGuid: string | null;
  readonly newestAt: Date | null;
  readonly episodes: number;
  readonly enclosures: number;
  /** How many items it is known to show; null while unknown. */
  readonly windowSize: number | null;
  readonly ttlMinutes: number | null;
  readonly crawledAt: Date | null;
  readonly okAt: Date | null;
  readonly verdict: Verdict | null;
  readonly faults: readonly Fault[];
  /** Those of the document as last read. */
  readonly documentFaults: readonly Fault[];
  readonly health: SubjectHealth;
  /** Whether the last crawls missed some of its enclosures, which may have to be given up. */
  readonly missesSome: boolean;
  /** Its further page that has not been asked for the longest, or null. */
  readonly restedPage: KnownPage | null;
  /** How often its publishers want it to be fetched, in minutes; null stands for those who leave it to the operator. */
  readonly wishes: readonly (number | null)[];
}

/** A feed as PostgreSQL gives it: times within JSON are texts. */
type StoredFeed = Omit<FeedForCrawl, "health" | "restedPage"> & {
  readonly health: StoredHealth;
  readonly restedPage: (Omit<KnownPage, "lookedAt"> & { readonly lookedAt: string }) | null;
};

/** Feeds as they stand, in no order; those that do not exist are left out. */
export async function readFeedsForCrawl(db: Db, ids: readonly number[]): Promise<readonly FeedForCrawl[]> {
  const { rows } = await sql<StoredFeed>`
    /* plan: feeds-for-crawl */ SELECT id, url, coalesce(fetch_url, url) AS "fetchUrl", host_id AS "hostId", etag,
      last_modified AS "lastModified", body_hash AS "bodyHash", title, podcast_guid AS "podcastGuid",
      newest_at AS "newestAt", episodes, enclosures, window_size AS "windowSize", ttl_minutes AS "ttlMinutes", crawled_at AS "crawledAt", ok_at AS "okAt",
      verdict, faults, document_faults AS "documentFaults", health,
      (SELECT jsonb_build_object('number', p.number, 'url', p.url, 'etag', p.etag, 'lastModified', p.last_modified,
          'bodyHash', p.body_hash, 'lookedAt', p.looked_at)
        FROM feed_pages p WHERE p.feed_id = feeds.id ORDER BY p.looked_at, p.number LIMIT 1) AS "restedPage",
      EXISTS (SELECT FROM enclosures e
        WHERE e.feed_id = feeds.id AND e.missing_since IS NOT NULL AND e.vanished_at IS NULL) AS "missesSome",
      ARRAY(SELECT DISTINCT s.check_every_minutes FROM subscriptions s
        WHERE s.feed_id = feeds.id AND s.ended_at IS NULL) AS wishes
    FROM feeds WHERE id = ANY(${idList(ids)}::bigint[])`.execute(db);
  return rows.map(({ restedPage: page, ...row }) => ({
    ...row,
    health: healthOf(row.health),
    restedPage: page && { ...page, lookedAt: new Date(page.lookedAt) },
  }));
}

/** One feed as it stands, or undefined. */
export async function readFeedForCrawl(db: Db, id: number): Promise<FeedForCrawl | undefined> {
  return (await readFeedsForCrawl(db, [id]))[0];
}
