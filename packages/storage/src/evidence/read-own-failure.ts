import type { Probe } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { hashText } from "../schema/hash-text.ts";

/**
 * The latest failing probe, at `since` or later, of one of these URLs as far as the publisher's own feeds carry them;
 * undefined when there is none. Without certificates' PEM, like every probe that is kept with its URL.
 */
export async function readOwnFailure(
  db: Db,
  of: { readonly publisherId: string; readonly urls: readonly string[]; readonly since: Date },
): Promise<Probe | undefined> {
  const hashes = of.urls.map(hashText);
  const { rows } = await sql<{ probe: Probe }>`
    SELECT m.last_failure AS probe FROM media m
    WHERE m.url_hash = ANY(${hashes}::uuid[]) AND (m.last_failure ->> 'at')::timestamptz >= ${of.since}
      AND EXISTS (
        SELECT FROM enclosures e JOIN subscriptions s ON s.feed_id = e.feed_id AND s.ended_at IS NULL
        WHERE e.media_id = m.id AND e.vanished_at IS NULL AND s.publisher_id = ${of.publisherId})
    ORDER BY m.last_failure ->> 'at' DESC LIMIT 1`.execute(db);
  return rows[0]?.probe;
}
