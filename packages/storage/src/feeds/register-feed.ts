import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import { scheduleNow } from "../claims/schedule-now.ts";
import { scheduleSubjects } from "../claims/schedule-subjects.ts";
import { hostKey, hostOfUrl, upsertHosts } from "../hosts/upsert-hosts.ts";
import { wakeTroubledHosts } from "../hosts/wake-hosts.ts";
import type { Db } from "../schema/database.ts";
import { hashText } from "../schema/hash-text.ts";
import { toText } from "../schema/json.ts";
import { noteStandingChange } from "../standings/note-standing-change.ts";
import { orSkip, scheduleWatchedMedia } from "../upkeep/reconcile-schedule.ts";
import { readSubscription } from "./read-subscriptions.ts";
import type { Subscription } from "./subscription.ts";

/** A publisher's wish to have a feed watched. `url` is absolute, http or https, and serialized by the URL standard. */
export interface Registration {
  readonly publisherId: string;
  readonly url: string;
  readonly labels?: readonly string[];
  readonly now: Date;
}

/**
 * Registers a feed, due now and hot. Registering again gives the subscription that is there, `created: false`. Must
 * run inside a transaction. Nothing is fetched.
 */
export async function registerFeed(
  tx: Db,
  input: Registration,
): Promise<{ readonly subscription: Subscription; readonly created: boolean }> {
  const feedId = await lockFeed(tx, input.url, input.now);
  const inserted = await tx
    .insertInto("subscriptions")
    .values({
      id: randomUUIDv7(),
      publisher_id: input.publisherId,
      feed_id: feedId,
      labels: (input.labels ?? []).map(toText),
      created_at: input.now,
    })
    .onConflict((conflict) =>
      conflict.columns(["publisher_id", "feed_id"]).where("ended_at", "is", null).doNothing(),
    )
    .returning("id")
    .executeTakeFirst();
  const { id } = inserted ?? (await requireActive(tx, input.publisherId, feedId));
  if (inserted !== undefined) {
    await startWatching(tx, feedId, input.now);
    await wakeTroubledHosts(tx, feedId, input.now);
    await noteStandingChange(tx, "feed", [feedId]);
  }
  const subscription = await readSubscription(tx, { id, publisherId: input.publisherId });
  if (subscription === undefined) throw new Error(`Subscription ${id} vanished while it was made`);
  return { subscription, created: inserted !== undefined };
}

/**
 * The feed's id, locked until the end, so that an unsubscription at the same time either sees this registration or is
 * seen by it. A feed that is being purged at this instant is made again.
 */
async function lockFeed(tx: Db, url: string, now: Date): Promise<number> {
  for (;;) {
    const id = await upsertFeed(tx, url, now);
    const locked = await tx
      .selectFrom("feeds")
      .select("id")
      .where("id", "=", id)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (locked !== undefined) return id;
  }
}

async function upsertFeed(tx: Db, url: string, now: Date): Promise<number> {
  const host = hostOfUrl(url);
  const hostIds = await upsertHosts(tx, [host], now);
  const hostId = hostIds.get(hostKey(host));
  if (hostId === undefined) throw new Error(`Host ${hostKey(host)} vanished while it was made`);
  await scheduleSubjects(tx, { kind: "host", subjects: [{ id: hostId, hostId, dueAt: now, lane: "hot" }] });
  const url_hash = hashText(url);
  await tx
    .insertInto("feeds")
    .values({ url, url_hash, host_id: hostId, first_seen_at: now })
    .onConflict((conflict) => conflict.column("url_hash").doNothing())
    .execute();
  const feed = await tx
    .selectFrom("feeds")
    .select("id")
    .where("url_hash", "=", url_hash)
    .executeTakeFirstOrThrow();
  await tx
    .insertInto("feed_hosts")
    .values({ feed_id: feed.id, host_id: hostId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return feed.id;
}

function requireActive(tx: Db, publisherId: string, feedId: number): Promise<{ id: string }> {
  return tx
    .selectFrom("subscriptions")
    .select("id")
    .where("publisher_id", "=", publisherId)
    .where("feed_id", "=", feedId)
    .where("ended_at", "is", null)
    .executeTakeFirstOrThrow();
}

/** Due now. A feed that nobody watched meanwhile is read anew, which brings its enclosures back on the schedule. */
async function startWatching(tx: Db, feedId: number, now: Date): Promise<void> {
  const { host_id } = await tx
    .selectFrom("feeds")
    .select("host_id")
    .where("id", "=", feedId)
    .executeTakeFirstOrThrow();
  const subject = { id: feedId, hostId: host_id, dueAt: now, lane: "hot" as const };
  if ((await scheduleSubjects(tx, { kind: "feed", subjects: [subject] })) > 0) {
    const unread = { etag: null, last_modified: null, body_hash: null };
    await tx.updateTable("feeds").set(unread).where("id", "=", feedId).execute();
    await sql`${scheduleWatchedMedia(now)} AND e.feed_id = ${feedId} ${orSkip}`.execute(tx);
  } else {
    await scheduleNow(tx, { kind: "feed", ids: [feedId], lane: "hot", now });
  }
}
