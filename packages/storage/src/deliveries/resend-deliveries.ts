import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { hintChannels, sendHint } from "../schema/send-hint.ts";

/** What to send again: one delivery, or all of one endpoint since an instant. */
export type ResendTarget =
  | { readonly deliveryId: number }
  | { readonly endpointId: string; readonly since: Date };

/** At most this many are sent again at a call; the caller says so and may call again. */
export const resendsMax = 1_000;

/**
 * Puts deliveries on their way again, with the same `webhook-id` and a fresh schedule, due now; gives their ids. One
 * that is still pending is brought forward. Of an endpoint, also those that it missed while it was disabled. Those of another
 * publisher, or of a disabled endpoint, are left alone.
 */
export async function resendDeliveries(
  tx: Db,
  owner: string | null,
  target: ResendTarget,
  now: Date,
): Promise<readonly number[]> {
  if ("endpointId" in target) await makeMissed(tx, owner, target, now);
  const which =
    "deliveryId" in target
      ? sql`d.id = ${target.deliveryId}`
      : sql`d.endpoint_id = ${target.endpointId} AND d.created_at >= ${target.since}`;
  const { rows } = await sql<{ id: number }>`
    WITH chosen AS (
      SELECT d.id, CASE WHEN e.kind = 'email' THEN 1 WHEN e.failures > 0 THEN 2 ELSE 0 END AS lane
      FROM deliveries d JOIN endpoints e ON e.id = d.endpoint_id AND e.enabled AND e.deleted_at IS NULL
      WHERE ${which} AND ${owner === null ? sql`true` : sql`d.publisher_id = ${owner}`}
      ORDER BY d.id LIMIT ${resendsMax} FOR UPDATE OF d
    ), reset AS (
      UPDATE deliveries d SET state = 'pending', attempt = 0, next_attempt_at = ${now}, delivered_at = NULL
      FROM chosen c WHERE d.id = c.id RETURNING d.id, c.lane
    ), scheduled AS (
      INSERT INTO schedule (kind, subject_id, host_id, lane, due_at, ready_at)
      SELECT 'delivery', id, NULL, lane, ${now}, ${now} FROM reset
      ON CONFLICT (kind, subject_id) DO UPDATE SET due_at = EXCLUDED.due_at, ready_at = EXCLUDED.ready_at, lane = EXCLUDED.lane,
        claim_id = NULL, lease_until = NULL
    )
    SELECT id FROM reset`.execute(tx);
  if (rows.length > 0) await sendHint(tx, hintChannels.deliveries);
  return rows.map((row) => row.id);
}

/** Makes the deliveries that an endpoint missed since then, because it was disabled or wanted something else. */
async function makeMissed(
  tx: Db,
  owner: string | null,
  target: { readonly endpointId: string; readonly since: Date },
  now: Date,
): Promise<void> {
  await sql`
    INSERT INTO deliveries (notice_id, endpoint_id, publisher_id, state, attempt, next_attempt_at, created_at)
    SELECT n.id, e.id, n.publisher_id, 'pending', 0, ${now}, ${now}
    FROM endpoints e JOIN notices n ON n.publisher_id = e.publisher_id
      AND n.created_at >= ${target.since} AND n.relayed_at IS NOT NULL AND endpoint_wants(e, n)
    WHERE e.id = ${target.endpointId} AND e.enabled AND e.deleted_at IS NULL
      AND ${owner === null ? sql`true` : sql`e.publisher_id = ${owner}`}
    ORDER BY n.created_at LIMIT ${resendsMax}
    ON CONFLICT (notice_id, endpoint_id) DO NOTHING`.execute(tx);
}
