import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { hintChannels, sendHint } from "../schema/send-hint.ts";

/** What one round of relaying did. */
export interface Relayed {
  readonly notices: number;
  readonly deliveries: number;
}

/**
 * Turns up to `limit` notices of the outbox into deliveries, one for each of the publisher's enabled endpoints that
 * wants it (by type, severity and feed), due at once: webhooks in the hot lane (the troubled one where the endpoint failed lately), e-mail in
 * the ordinary one, so that neither a dead endpoint nor a slow mail server holds up anybody. Several relays at a time share the work by SKIP LOCKED. Must run in a transaction:
 * a notice is either marked and has all its deliveries, or neither.
 */
export async function relayNotices(
  tx: Db,
  round: { readonly limit: number; readonly now: Date },
): Promise<Relayed> {
  const { rows } = await sql<{ notices: number; deliveries: number }>`
    WITH taken AS (
      SELECT id FROM notices
      WHERE relayed_at IS NULL ORDER BY created_at LIMIT ${round.limit} FOR UPDATE SKIP LOCKED
    ), marked AS (
      UPDATE notices n SET relayed_at = ${round.now} FROM taken t WHERE n.id = t.id RETURNING n.id
    ), made AS (
      INSERT INTO deliveries (notice_id, endpoint_id, publisher_id, state, attempt, next_attempt_at, created_at)
      SELECT n.id, e.id, n.publisher_id, 'pending', 0, ${round.now}, ${round.now}
      FROM taken t JOIN notices n ON n.id = t.id
      JOIN endpoints e ON e.publisher_id = n.publisher_id AND e.enabled AND e.deleted_at IS NULL AND endpoint_wants(e, n)
      ON CONFLICT (notice_id, endpoint_id) DO NOTHING
      RETURNING id, endpoint_id
    ), scheduled AS (
      INSERT INTO schedule (kind, subject_id, host_id, lane, due_at, ready_at)
      SELECT 'delivery', m.id, NULL, CASE WHEN e.kind = 'email' THEN 1 WHEN e.failures > 0 THEN 2 ELSE 0 END, ${round.now}, ${round.now}
      FROM made m JOIN endpoints e ON e.id = m.endpoint_id
    )
    SELECT (SELECT count(*)::int FROM marked) AS notices, (SELECT count(*)::int FROM made) AS deliveries
  `.execute(tx);
  const relayed = rows[0] ?? { notices: 0, deliveries: 0 };
  if (relayed.deliveries > 0) await sendHint(tx, hintChannels.deliveries);
  return relayed;
}
