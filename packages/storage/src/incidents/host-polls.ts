import type { HostPoll } from "@earshot/domain";
import { sql } from "kysely";
import { scheduleNow } from "../claims/schedule-now.ts";
import type { Db } from "../schema/database.ts";
import { readTestimonies } from "./read-testimonies.ts";
import type { ComplaintKind } from "./tables.ts";

/** A host that something of these feeds fails at. */
export interface HostQuestion {
  readonly hostId: number;
  /** Whether enclosures there are in question, or the documents of feeds that it serves. */
  readonly kind: ComplaintKind;
  /** The feeds whose trouble it is: they are always asked. */
  readonly feedIds: readonly number[];
  readonly now: Date;
}

/** The same feeds are asked for this long; then others are drawn. */
const drawnForMs = 10 * 60_000;
/** Feeds are looked at again for a poll at most this often. */
const askEveryMs = 60_000;
/** Feeds drawn by lot beside those in trouble. */
const electedMax = 8;
/** Feeds looked through for those to draw. */
const drawnFromMax = 40;
/** What is looked at of the feed in trouble, and of each other. */
const ownLooksMax = 3;

/**
 * Puts a host to the vote: a few feeds on it, drawn by lot, are looked at at once, within the host's rate like every
 * look. Gives what is known by now. Costs a few queries on small rows, whatever the host carries.
 */
export async function pollHost(tx: Db, question: HostQuestion): Promise<HostPoll> {
  const { now, feedIds } = question;
  const known = await readPoll(tx, question);
  const isFresh = known !== undefined && now.getTime() - known.drawn_at.getTime() < drawnForMs;
  const poll = isFresh ? known : await drawPoll(tx, question);
  const strangers = feedIds.filter((id) => !poll.feed_ids.includes(id));
  const isAsked = isFresh && strangers.length === 0 && now.getTime() - poll.asked_at.getTime() < askEveryMs;
  const elected = [...new Set([...poll.feed_ids, ...feedIds])];
  if (!isAsked) await askFeeds(tx, question, isFresh && strangers.length > 0 ? strangers : elected);
  const askedAt = isAsked || (isFresh && strangers.length > 0) ? poll.asked_at : now;
  await savePoll(tx, question, { ...poll, feed_ids: elected, asked_at: askedAt });
  const testimonies = await readTestimonies(tx, { ...question, feedIds: elected });
  const served = {
    feeds: Math.max(poll.served_feeds, elected.length),
    publishers: Math.max(
      poll.served_publishers,
      new Set(testimonies.flatMap(({ publisherIds }) => publisherIds)).size,
    ),
  };
  return { askedAt, testimonies, served };
}

interface PollRow {
  readonly drawn_at: Date;
  readonly asked_at: Date;
  readonly feed_ids: readonly number[];
  readonly served_feeds: number;
  readonly served_publishers: number;
}

async function readPoll(tx: Db, { hostId, kind }: HostQuestion): Promise<PollRow | undefined> {
  const { rows } = await sql<PollRow>`
    SELECT drawn_at, asked_at, feed_ids, served_feeds, served_publishers FROM host_polls
    WHERE host_id = ${hostId} AND kind = ${kind}`.execute(tx);
  return rows[0];
}

async function savePoll(tx: Db, { hostId, kind }: HostQuestion, poll: PollRow): Promise<void> {
  await sql`
    INSERT INTO host_polls (host_id, kind, drawn_at, asked_at, feed_ids, served_feeds, served_publishers)
    VALUES (${hostId}, ${kind}, ${poll.drawn_at}, ${poll.asked_at}, ${poll.feed_ids}::bigint[],
      ${poll.served_feeds}, ${poll.served_publishers})
    ON CONFLICT (host_id, kind) DO UPDATE SET drawn_at = excluded.drawn_at, asked_at = excluded.asked_at,
      feed_ids = excluded.feed_ids, served_feeds = excluded.served_feeds,
      served_publishers = excluded.served_publishers`.execute(tx);
}

/** Draws feeds by lot: by a hash that another time gives another order. */
async function drawPoll(tx: Db, { hostId, kind, feedIds, now }: HostQuestion): Promise<PollRow> {
  const lot = `${now.getTime()}`;
  const candidates =
    kind === "media"
      ? sql`SELECT feed_id FROM feed_hosts WHERE host_id = ${hostId}`
      : sql`SELECT id AS feed_id FROM feeds WHERE host_id = ${hostId}`;
  const isThere =
    kind === "media"
      ? sql`EXISTS (SELECT FROM enclosures e JOIN media_hosts w ON w.media_id = e.media_id AND w.host_id = ${hostId}
          WHERE e.feed_id = c.feed_id AND e.vanished_at IS NULL)`
      : sql`true`;
  const { rows } = await sql<{ feed_id: number; publishers: string[] }>`
    WITH drawn AS MATERIALIZED (
      SELECT c.feed_id, md5(${lot} || c.feed_id) AS lot FROM (${candidates}) c
      WHERE EXISTS (SELECT FROM subscriptions s WHERE s.feed_id = c.feed_id AND s.ended_at IS NULL)
      ORDER BY lot LIMIT ${drawnFromMax}
    )
    SELECT c.feed_id, array_agg(s.publisher_id::text) AS publishers
    FROM drawn c JOIN subscriptions s ON s.feed_id = c.feed_id AND s.ended_at IS NULL
    WHERE ${isThere} GROUP BY c.feed_id, c.lot ORDER BY c.lot`.execute(tx);
  const others = rows.map((row) => row.feed_id).filter((id) => !feedIds.includes(id));
  return {
    drawn_at: now,
    asked_at: now,
    feed_ids: [...feedIds, ...others.slice(0, electedMax)],
    served_feeds: rows.length,
    served_publishers: new Set(rows.flatMap((row) => row.publishers)).size,
  };
}

/** Makes the newest that these feeds have at the host due now. A host that sends whole files is not asked for more. */
async function askFeeds(tx: Db, question: HostQuestion, feedIds: readonly number[]): Promise<void> {
  const { hostId, kind, now } = question;
  if (kind === "feed") {
    const others = feedIds.filter((id) => !question.feedIds.includes(id));
    await scheduleNow(tx, { kind: "feed", ids: others, lane: "hot", now });
    return;
  }
  const { rows } = await sql<{ media_id: number }>`
    SELECT DISTINCT n.media_id FROM unnest(${feedIds}::bigint[]) AS f(id) CROSS JOIN LATERAL (
      SELECT e.media_id, row_number() OVER (ORDER BY coalesce(e.published_at, '-infinity') DESC, e.id DESC) AS place
      FROM enclosures e
      JOIN media_hosts w ON w.media_id = e.media_id AND w.host_id = ${hostId}
      JOIN media m ON m.id = e.media_id
      WHERE e.feed_id = f.id AND e.vanished_at IS NULL AND NOT m.range_ignored
        AND NOT EXISTS (SELECT FROM host_complaints c
          WHERE c.host_id = ${hostId} AND c.kind = 'media' AND c.subject_id = e.media_id)
      ORDER BY place LIMIT ${ownLooksMax}
    ) n WHERE n.place = 1 OR f.id = ANY(${question.feedIds}::bigint[])`.execute(tx);
  await scheduleNow(tx, { kind: "media", ids: rows.map((row) => row.media_id), lane: "hot", now });
}
