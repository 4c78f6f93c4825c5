import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/**
 * The host that is looked at first, for all that serve the certificate, when it ends: always the same one of those that
 * are checked, so that every checker knows it. Null when no such host is checked.
 */
export async function readRepresentative(
  db: Db,
  certificate: { readonly leafFingerprint: string; readonly expiresAt: Date },
): Promise<number | null> {
  const { rows } = await sql<{ id: number | null }>`
    SELECT min(h.id) AS id FROM hosts h JOIN schedule s ON s.kind = 'host' AND s.subject_id = h.id
    WHERE h.leaf_fingerprint = ${certificate.leafFingerprint} AND h.expires_at = ${certificate.expiresAt}`.execute(
    db,
  );
  return rows[0]?.id ?? null;
}
