import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** A publisher whose digest is due. */
export interface DueDigest {
  readonly publisherId: string;
  /** Since when; null for one that was never given a time. */
  readonly dueAt: Date | null;
}

/**
 * Takes up to `limit` publishers that want a digest, have an e-mail address that is enabled, and are due or have no time
 * yet. They are held until the caller's transaction ends, so that several takers share them; it has to give each its
 * next time (`saveNextDigest`), or they are due again.
 */
export async function takeDueDigests(
  tx: Db,
  round: { readonly limit: number; readonly now: Date },
): Promise<readonly DueDigest[]> {
  const { rows } = await sql<DueDigest>`
    SELECT p.id AS "publisherId", p.digest_at AS "dueAt"
    FROM publishers p JOIN endpoints e ON e.publisher_id = p.id AND e.kind = 'email' AND e.deleted_at IS NULL
    WHERE e.enabled AND p.weekly_digest AND (p.digest_at IS NULL OR p.digest_at <= ${round.now})
    ORDER BY p.digest_at NULLS FIRST, p.id LIMIT ${round.limit} FOR NO KEY UPDATE OF p SKIP LOCKED`.execute(
    tx,
  );
  return rows;
}

/** Sets when a publisher's next digest is due. */
export async function saveNextDigest(tx: Db, publisherId: string, dueAt: Date): Promise<void> {
  await tx.updateTable("publishers").set({ digest_at: dueAt }).where("id", "=", publisherId).execute();
}
