import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/**
 * Makes every enclosure URL that leads over a host and was not heard at its last look due now, but for suspects, which
 * have times of their own. They are parked for the host's sake, which is over: so they come back with whatever else was, in the same ramp.
 */
export async function wakeUnheard(tx: Db, hostId: number, now: Date): Promise<void> {
  await sql`
    UPDATE schedule s SET due_at = ${now}, ready_at = ${now}, slotted = false, parked_by = ${hostId}
    FROM media_hosts w JOIN media m ON m.id = w.media_id AND m.verdict = 'unreachable'
    WHERE w.host_id = ${hostId} AND s.kind = 'media' AND s.subject_id = w.media_id
      AND s.claim_id IS NULL AND s.due_at > ${now} AND coalesce(m.health ->> 'state', 'ok') = 'ok'`.execute(
    tx,
  );
}
