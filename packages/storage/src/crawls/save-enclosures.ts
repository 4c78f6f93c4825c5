import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { inChunks } from "../schema/in-chunks.ts";
import { toJson } from "../schema/json.ts";
import type { EnclosureDiff, IdentifiedItem, KnownEnclosure } from "./diff-enclosures.ts";

/** Every enclosure a feed ever had. */
export async function readKnownEnclosures(db: Db, feedId: number): Promise<readonly KnownEnclosure[]> {
  const { rows } = await sql<KnownEnclosure>`
    SELECT id, media_id AS "mediaId", guid_hash AS "guidHash", title, published_at AS "publishedAt", kind,
      declared_type AS type, declared_length AS length, newest, missing_since AS "missingSince",
      vanished_at AS "vanishedAt"
    FROM enclosures WHERE feed_id = ${feedId}`.execute(db);
  return rows;
}

/** Writes what a document changes in its feed's enclosures. */
export async function saveEnclosures(
  tx: Db,
  diff: EnclosureDiff,
  at: { readonly feedId: number; readonly now: Date },
): Promise<void> {
  for (const chunk of inChunks(diff.added)) await insertEnclosures(tx, chunk, at);
  for (const chunk of inChunks(diff.changed)) await updateEnclosures(tx, chunk);
  if (diff.missing.length > 0) {
    await sql`
      UPDATE enclosures SET missing_since = ${at.now}
      WHERE id = ANY(${diff.missing}::bigint[])`.execute(tx);
  }
  if (diff.vanished.length > 0) {
    await sql`
      UPDATE enclosures SET vanished_at = ${at.now}, newest = false
      WHERE id = ANY(${diff.vanished.map(({ id }) => id)}::bigint[])`.execute(tx);
  }
}

function columnsOf(item: IdentifiedItem) {
  return {
    media_id: item.mediaId,
    guid: item.guid,
    guid_hash: item.guidHash,
    title: item.title,
    published_at: item.publishedAt,
    kind: item.kind,
    type: item.type,
    length: item.length,
    newest: item.newest,
  };
}

const itemRow = sql.raw(
  "media_id bigint, guid text, guid_hash uuid, title text, published_at timestamptz, kind text, type text, " +
    "length bigint, newest boolean",
);

async function insertEnclosures(
  tx: Db,
  items: readonly IdentifiedItem[],
  at: { readonly feedId: number; readonly now: Date },
): Promise<void> {
  await sql`
    INSERT INTO enclosures (feed_id, media_id, guid, guid_hash, title, published_at, kind, declared_type,
      declared_length, newest, first_seen_at)
    SELECT ${at.feedId}, i.media_id, i.guid, i.guid_hash, i.title, i.published_at, i.kind, i.type, i.length,
      i.newest, ${at.now}
    FROM jsonb_to_recordset(${toJson(items.map(columnsOf))}::jsonb) AS i(${itemRow})
    ON CONFLICT (feed_id, guid_hash, media_id) DO NOTHING`.execute(tx);
}

async function updateEnclosures(
  tx: Db,
  changes: readonly { readonly id: number; readonly item: IdentifiedItem }[],
): Promise<void> {
  const rows = changes.map(({ id, item }) => ({ id, ...columnsOf(item) }));
  await sql`
    UPDATE enclosures e
    SET title = i.title, published_at = i.published_at, kind = i.kind, declared_type = i.type,
      declared_length = i.length, newest = i.newest, missing_since = NULL, vanished_at = NULL
    FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS i(id bigint, ${itemRow})
    WHERE e.id = i.id`.execute(tx);
}

/** After a document that is known to be the same as before: what it lacked it still lacks. */
export async function confirmMissing(
  tx: Db,
  at: { readonly feedId: number; readonly now: Date; readonly vanishAfterMs: number },
): Promise<readonly { readonly id: number; readonly mediaId: number }[]> {
  const missingBefore = new Date(at.now.getTime() - at.vanishAfterMs);
  const { rows } = await sql<{ id: number; mediaId: number }>`
    UPDATE enclosures e SET vanished_at = ${at.now}, newest = false
    FROM feeds f
    WHERE f.id = ${at.feedId} AND f.clean AND e.feed_id = f.id AND e.vanished_at IS NULL
      AND e.missing_since <= ${missingBefore}
    RETURNING e.id, e.media_id AS "mediaId"`.execute(tx);
  return rows;
}
