import { sql } from "kysely";
import { countEpisodes, refreshFeedHosts } from "../feeds/save-feed-hosts.ts";
import { purgeIdempotentRequests } from "../idempotency/idempotent-request.ts";
import { purgeLiveChannels } from "../live/live-channel.ts";
import type { Db } from "../schema/database.ts";
import { inTransaction, type Store } from "../schema/open-store.ts";
import { reconcileSchedule } from "./reconcile-schedule.ts";

const dayMs = 86_400_000;
const feedsKeptDays = 30;
const attemptsKeptDays = 30;
const servedKeptDays = 7;
const hostsKeptDays = 7;
const requestsKeptDays = 30;
/** Whatever still fails is seen again within the hour; older ones are of media that nobody watches any more. */
const complaintsKeptDays = 1;
const silencesKeptDays = 90;
const feedsAtATime = 50;

/** What a purge did. */
export interface Purged {
  readonly feeds: number;
  readonly media: number;
  readonly attempts: number;
  /** Hosts that nothing watched leads over any more, now off the schedule: their incidents are withdrawn. */
  readonly retiredHostIds: readonly number[];
  /** Media that were still on the schedule although nobody watches them: their incidents are withdrawn. */
  readonly unwatchedMediaIds: readonly number[];
}

/**
 * Forgets what nobody needs: feeds (some at a time) 30 days after their last subscription ended, with what only they
 * carried; attempts at deliveries and counts of requests after 30 days; hosts and addresses that were not seen for a week; sessions that are over. Run it daily or
 * more often. Puts right, too, what may have come apart: the schedule and the hosts that feeds depend on.
 */
export async function purge(store: Store, now: Date): Promise<Purged> {
  const { feeds, media } = await inTransaction(store, (tx) => purgeFeeds(tx, daysBefore(now, feedsKeptDays)));
  const attempts = await sql`DELETE FROM attempts WHERE at < ${daysBefore(now, attemptsKeptDays)}`.execute(
    store.db,
  );
  const requestsFrom = daysBefore(now, requestsKeptDays).toISOString().slice(0, 10);
  await sql`DELETE FROM address_slots WHERE greatest(open_at, queue_at) < ${daysBefore(now, 1)}`.execute(
    store.db,
  );
  await sql`DELETE FROM regional_views WHERE at < ${daysBefore(now, 1)}`.execute(store.db);
  await sql`DELETE FROM host_requests WHERE day < ${requestsFrom}::date`.execute(store.db);
  await sql`DELETE FROM host_certificates WHERE seen_at < ${daysBefore(now, servedKeptDays)}`.execute(
    store.db,
  );
  await purgeIdempotentRequests(store.db, now);
  await purgeLiveChannels(store.db, now);
  await sql`DELETE FROM sessions WHERE expires_at <= ${now}`.execute(store.db);
  await sql`DELETE FROM host_complaints WHERE seen_at < ${daysBefore(now, complaintsKeptDays)}`.execute(
    store.db,
  );
  await sql`DELETE FROM evidence_links WHERE expires_at <= ${now}`.execute(store.db);
  await sql`DELETE FROM silences WHERE ends_at < ${daysBefore(now, silencesKeptDays)}`.execute(store.db);
  await refreshFeedHosts(store);
  await countEpisodes(store.db);
  const { removedMediaIds } = await inTransaction(store, (tx) => reconcileSchedule(tx, now));
  const retiredHostIds = await retireHosts(store.db, daysBefore(now, hostsKeptDays));
  return {
    feeds,
    media,
    attempts: Number(attempts.numAffectedRows ?? 0n),
    retiredHostIds,
    unwatchedMediaIds: removedMediaIds,
  };
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * dayMs);
}

async function purgeFeeds(tx: Db, endedBefore: Date): Promise<{ feeds: number; media: number }> {
  const old = await sql<{ id: number }>`
    SELECT f.id FROM feeds f
    WHERE NOT EXISTS (
      SELECT FROM subscriptions s WHERE s.feed_id = f.id AND (s.ended_at IS NULL OR s.ended_at >= ${endedBefore}))
    ORDER BY f.id LIMIT ${feedsAtATime} FOR UPDATE SKIP LOCKED`.execute(tx);
  const ids = old.rows.map((row) => row.id);
  if (ids.length === 0) return { feeds: 0, media: 0 };
  await sql`DELETE FROM subscriptions WHERE feed_id = ANY(${ids}::bigint[])`.execute(tx);
  const carried = await sql<{ media_id: number }>`
    DELETE FROM enclosures WHERE feed_id = ANY(${ids}::bigint[]) RETURNING media_id`.execute(tx);
  await sql`DELETE FROM feeds WHERE id = ANY(${ids}::bigint[])`.execute(tx);
  const media = await sql<{ id: number }>`
    DELETE FROM media m WHERE m.id = ANY(${carried.rows.map((row) => row.media_id)}::bigint[])
      AND NOT EXISTS (SELECT FROM enclosures e WHERE e.media_id = m.id)
    RETURNING m.id`.execute(tx);
  await sql`
    DELETE FROM schedule WHERE kind = 'media'
      AND subject_id = ANY(${media.rows.map((row) => row.id)}::bigint[])`.execute(tx);
  return { feeds: ids.length, media: media.rows.length };
}

async function retireHosts(db: Db, seenBefore: Date): Promise<readonly number[]> {
  const { rows } = await sql<{ subject_id: number }>`
    DELETE FROM schedule s USING hosts h
    WHERE s.kind = 'host' AND h.id = s.subject_id AND h.last_seen_at < ${seenBefore}
      AND NOT EXISTS (SELECT FROM media_hosts w JOIN schedule m ON m.kind = 'media' AND m.subject_id = w.media_id
        WHERE w.host_id = h.id)
      AND NOT EXISTS (SELECT FROM feeds f JOIN schedule c ON c.kind = 'feed' AND c.subject_id = f.id
        WHERE f.host_id = h.id)
      AND NOT EXISTS (SELECT FROM endpoints e WHERE e.host_id = h.id AND e.deleted_at IS NULL)
    RETURNING s.subject_id`.execute(db);
  return rows.map((row) => row.subject_id);
}
