import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { toJson } from "../schema/json.ts";

/** Digests of things, by their keys. */
export type LiveDigests = Readonly<Record<string, string>>;

/** What a listener was last told of. */
export interface LiveChannel {
  readonly version: number;
  /** A digest of each thing as it was last seen, by its key; null before anything was. */
  readonly digests: LiveDigests | null;
  /** The latest event; 0 or more. */
  readonly lastId: number;
  /** The latest event that is no longer kept: whoever had none later cannot go on where it was. */
  readonly floor: number;
}

/** One thing that was told. */
export interface LiveEvent {
  readonly id: number;
  readonly event: string;
  readonly data: object;
}

/** What is new for a listener, compared with version `version` of its channel. */
export interface LiveChange {
  readonly listener: string;
  readonly version: number;
  readonly digests: LiveDigests;
  readonly events: readonly Omit<LiveEvent, "id">[];
  readonly now: Date;
}

const seenEveryMs = 10 * 60 * 1_000;
const keptMs = 60 * 60 * 1_000;
const channelKeptMs = 24 * 60 * 60 * 1_000;

/** A listener's channel, made when there is none. That somebody listens is kept to ten minutes. */
export async function openLiveChannel(
  db: Db,
  input: { readonly listener: string; readonly now: Date },
): Promise<LiveChannel> {
  const { listener, now } = input;
  const known = await db
    .selectFrom("live_channels")
    .select(["version", "digests", "last_id as lastId", "floor", "seen_at"])
    .where("listener", "=", listener)
    .executeTakeFirst();
  if (known !== undefined && known.seen_at.getTime() > now.getTime() - seenEveryMs) return known;
  // A new channel takes its first id from the events' own sequence, so that ids of an earlier channel are not its own.
  const { rows } = await sql<LiveChannel>`
    WITH begun AS (SELECT nextval(pg_get_serial_sequence('live_events', 'id')) AS id)
    INSERT INTO live_channels AS c (listener, last_id, floor, seen_at)
    SELECT ${listener}, id, id, ${now} FROM begun
    ON CONFLICT (listener) DO UPDATE SET seen_at = ${now}
    RETURNING version, c.digests, last_id AS "lastId", floor`.execute(db);
  const [channel] = rows;
  if (channel === undefined) throw new Error(`the channel of ${listener} was not opened`);
  return channel;
}

/** Keeps what is new; false when another process was first, whose events are there to be read. `db` is the store's. */
export async function saveLiveChange(db: Db, change: LiveChange): Promise<boolean> {
  const { listener, version, digests, now } = change;
  return db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable("live_channels")
      .set({ digests: toJson(digests), version: version + 1 })
      .where("listener", "=", listener)
      .where("version", "=", version)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    if (change.events.length > 0) await addEvents(tx, change);
    await forgetEvents(tx, listener, new Date(now.getTime() - keptMs));
    return true;
  });
}

async function addEvents(tx: Db, { listener, events, now }: LiveChange): Promise<void> {
  await sql`
    WITH added AS (
      INSERT INTO live_events (listener, at, event, data)
      SELECT ${listener}, ${now}, e.value ->> 'event', e.value -> 'data'
      FROM json_array_elements(${toJson(events)}::json) WITH ORDINALITY AS e(value, place) ORDER BY e.place
      RETURNING id
    )
    UPDATE live_channels SET last_id = (SELECT max(id) FROM added) WHERE listener = ${listener}`.execute(tx);
}

async function forgetEvents(tx: Db, listener: string, before: Date): Promise<void> {
  await sql`
    WITH gone AS (DELETE FROM live_events WHERE listener = ${listener} AND at < ${before} RETURNING id)
    UPDATE live_channels SET floor = (SELECT max(id) FROM gone)
    WHERE listener = ${listener} AND EXISTS (SELECT FROM gone)`.execute(tx);
}

/** The events of a listener after one, in their order; at most `limit`. */
export async function readLiveEvents(
  db: Db,
  input: { readonly listener: string; readonly after: number; readonly limit: number },
): Promise<readonly LiveEvent[]> {
  return db
    .selectFrom("live_events")
    .select(["id", "event", "data"])
    .where("listener", "=", input.listener)
    .where("id", ">", input.after)
    .orderBy("id")
    .limit(input.limit)
    .execute();
}

/** Forgets the channels that nobody has listened to for a day, with their events. */
export async function purgeLiveChannels(db: Db, now: Date): Promise<void> {
  const unseenSince = new Date(now.getTime() - channelKeptMs);
  await db.deleteFrom("live_channels").where("seen_at", "<", unseenSince).execute();
}
