import { sql } from "kysely";
import type { NoticePayload } from "../notices/tables.ts";
import type { Db } from "../schema/database.ts";

/** A notice about an incident, as it was written, with where it has got to. */
export interface ToldNotice {
  readonly id: string;
  readonly type: string;
  readonly sequence: number;
  readonly occurredAt: Date;
  readonly payload: NoticePayload;
  readonly delivered: number;
  readonly pending: number;
  readonly failed: number;
}

const noticesMax = 200;

/**
 * The notices that a publisher got about an incident, in the order of their sequence: the latest 200. What it heard of
 * a host's incident through the incident of its own feed belongs to that one.
 */
export async function readIncidentNotices(
  db: Db,
  of: { readonly incidentId: string; readonly publisherId: string },
): Promise<readonly ToldNotice[]> {
  const { rows } = await sql<ToldNotice>`
    SELECT n.id, n.type, n.sequence, n.occurred_at AS "occurredAt", n.payload, c.*
    FROM notices n CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE d.state = 'delivered')::int AS delivered,
        count(*) FILTER (WHERE d.state = 'pending')::int AS pending,
        count(*) FILTER (WHERE d.state IN ('failed', 'cancelled'))::int AS failed
      FROM deliveries d WHERE d.notice_id = n.id) c
    WHERE n.incident_id = ${of.incidentId} AND n.publisher_id = ${of.publisherId}
    ORDER BY n.sequence DESC, n.occurred_at DESC LIMIT ${noticesMax}`.execute(db);
  return rows.toReversed();
}
