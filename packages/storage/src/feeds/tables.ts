import type { Fault, FeedFormat, Verdict } from "@earshot/domain";
import type { Generated } from "kysely";
import type { StoredHealth } from "../schema/health.ts";
import type { Jsonb } from "../schema/json.ts";
import type { Standing } from "../standings/standing.ts";

/** Tables of feeds, of who subscribes to them, and of the enclosures in them. */
export interface FeedTables {
  feeds: {
    id: Generated<number>;
    url: string;
    url_hash: string;
    host_id: number;
    fetch_url: Generated<string | null>;
    redirect_url: Generated<string | null>;
    redirect_seen: Generated<number>;
    title: Generated<string | null>;
    link: Generated<string | null>;
    podcast_guid: Generated<string | null>;
    format: Generated<FeedFormat | null>;
    newest_at: Generated<Date | null>;
    etag: Generated<string | null>;
    last_modified: Generated<string | null>;
    body_hash: Generated<string | null>;
    status: Generated<number | null>;
    first_seen_at: Date;
    crawled_at: Generated<Date | null>;
    crawled_from: Generated<string | null>;
    ok_at: Generated<Date | null>;
    changed_at: Generated<Date | null>;
    verdict: Generated<Verdict | null>;
    faults: Jsonb<readonly Fault[]>;
    health: Jsonb<StoredHealth>;
    clean: Generated<boolean>;
    episodes: Generated<number>;
    enclosures: Generated<number>;
    document_faults: Jsonb<readonly Fault[]>;
    window_size: Generated<number | null>;
    hub_url: Generated<string | null>;
    ttl_minutes: Generated<number | null>;
    period_ms: Generated<number | null>;
    next_expected_at: Generated<Date | null>;
    owner_email: Generated<string | null>;
    verify_texts: Generated<string[]>;
  };
  feed_pages: {
    feed_id: number;
    number: number;
    url: string;
    etag: string | null;
    last_modified: string | null;
    body_hash: string | null;
    looked_at: Date;
  };
  feed_hosts: {
    feed_id: number;
    host_id: number;
    episodes: Generated<number | null>;
  };
  subscriptions: {
    id: string;
    publisher_id: string;
    feed_id: number;
    labels: Generated<string[]>;
    watch_staleness: Generated<boolean>;
    public_status: Generated<boolean>;
    check_every_minutes: Generated<number | null>;
    verify_token: Generated<string>;
    created_at: Date;
    ended_at: Generated<Date | null>;
    standing: Generated<Standing>;
  };
  enclosures: {
    id: Generated<number>;
    feed_id: number;
    media_id: number;
    guid: string | null;
    guid_hash: string;
    title: string | null;
    published_at: Date | null;
    kind: "primary" | "alternate";
    declared_type: string | null;
    declared_length: number | null;
    newest: Generated<boolean>;
    first_seen_at: Date;
    missing_since: Generated<Date | null>;
    vanished_at: Generated<Date | null>;
  };
  check_budgets: {
    publisher_id: string;
    since: Date;
    used: number;
  };
}
