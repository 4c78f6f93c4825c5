import { bucketsPerDoubling } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { inTransaction, type Store } from "../schema/open-store.ts";

const hourMs = 3_600_000;
const rollUpLockId = 3_428_907_136;

/**
 * Sums the looks of each hour up by feed, host and vantage: the hour in hand and the one before anew, since looks are
 * recorded a little after they were made, and before them whatever hours were missed while nobody did this, as far as
 * looks are still kept (`keepDays`). Any number of processes may do it; one of them works, the others return at once.
 * Gives the beginnings of the hours that were summed.
 */
export async function rollUp(
  store: Store,
  input: { readonly now: Date; readonly keepDays: number },
): Promise<readonly Date[]> {
  const done: Date[] = [];
  for (let hour = await firstHour(store.db, input); hour <= input.now; ) {
    const from = hour;
    const until = new Date(hour.getTime() + hourMs);
    const isMine = await inTransaction(store, (tx) => rollUpHour(tx, from, until));
    if (!isMine) return done;
    done.push(from);
    hour = until;
  }
  return done;
}

async function firstHour(db: Db, input: { readonly now: Date; readonly keepDays: number }): Promise<Date> {
  const { rows } = await sql<{ latest: Date | null }>`SELECT max(at) AS latest FROM rollups`.execute(db);
  const inHand = Math.floor(input.now.getTime() / hourMs) * hourMs;
  const oldest = inHand - input.keepDays * 24 * hourMs;
  const latest = rows[0]?.latest?.getTime() ?? oldest;
  // The latest may itself have been summed before it was over.
  return new Date(Math.max(oldest, Math.min(latest, inHand - hourMs)));
}

async function rollUpHour(tx: Db, from: Date, until: Date): Promise<boolean> {
  const lock = await sql<{ taken: boolean }>`
    SELECT pg_try_advisory_xact_lock(${rollUpLockId}) AS taken`.execute(tx);
  if (lock.rows[0]?.taken !== true) return false;
  await sql`
    WITH probed AS MATERIALIZED (
      SELECT media_id, vantage, verdict, ${bucketOf()} AS bucket, count(*) AS looks FROM probes
      WHERE at >= ${from} AND at < ${until} GROUP BY 1, 2, 3, 4
    ), cells AS (
      SELECT 'feed'::rollup_kind AS kind, c.feed_id AS subject_id, p.vantage, p.verdict, p.bucket, p.looks
      FROM probed p CROSS JOIN LATERAL (
        SELECT DISTINCT e.feed_id FROM enclosures e WHERE e.media_id = p.media_id AND e.vanished_at IS NULL) c
      UNION ALL
      SELECT 'host', m.host_id, p.vantage, p.verdict, p.bucket, p.looks
      FROM probed p JOIN media m ON m.id = p.media_id
      UNION ALL
      SELECT 'check', host_id, vantage, verdict, ${bucketOf()}, count(*) FROM host_checks
      WHERE at >= ${from} AND at < ${until} GROUP BY 2, 3, 4, 5
    ), summed AS (
      SELECT kind, subject_id, vantage, bucket, sum(looks)::int AS looks,
        coalesce(sum(looks) FILTER (WHERE verdict = 'healthy'), 0) AS healthy,
        coalesce(sum(looks) FILTER (WHERE verdict = 'degraded'), 0) AS degraded,
        coalesce(sum(looks) FILTER (WHERE verdict = 'unreachable'), 0) AS unreachable,
        coalesce(sum(looks) FILTER (WHERE verdict = 'inconclusive'), 0) AS inconclusive
      FROM cells GROUP BY 1, 2, 3, 4
    )
    INSERT INTO rollups (kind, subject_id, at, vantage, healthy, degraded, unreachable, inconclusive, latency)
    SELECT kind, subject_id, ${from}::timestamptz, vantage, sum(healthy), sum(degraded), sum(unreachable),
      sum(inconclusive), coalesce(array_agg(ARRAY[bucket, looks]) FILTER (WHERE bucket IS NOT NULL), '{}')
    FROM summed GROUP BY 1, 2, 4
    ON CONFLICT (kind, subject_id, at, vantage) DO UPDATE
    SET healthy = excluded.healthy, degraded = excluded.degraded, unreachable = excluded.unreachable,
      inconclusive = excluded.inconclusive, latency = excluded.latency`.execute(tx);
  return true;
}

/** Only what was heard says how long it takes; `latencyBucketOf` in SQL. */
function bucketOf() {
  return sql`CASE WHEN verdict IN ('healthy', 'degraded')
    THEN greatest(0, ceil(${bucketsPerDoubling}::int * ln(greatest(total_ms, 1)::float8) / ln(2::float8)))::int END`;
}
