import { paceShare } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { hostsInTrouble } from "./hosts-in-trouble.ts";

/** A host with the requests that it had from us in a day, and how it is asked now. */
export interface RequestedHost {
  readonly id: number;
  readonly hostname: string;
  readonly port: number;
  readonly requests: number;
  /** The share of the full rate at which it is asked, above 0 and at most 1. */
  readonly paceShare: number;
  /** Nobody asks it before; null when it may be asked. */
  readonly closedUntil: Date | null;
  /** Whether it is in an open incident. */
  readonly troubled: boolean;
  /** Enclosures that are not asked for, for its sake. */
  readonly parked: number;
}

/** Which day (UTC), and how many; `now` tells the pace. */
export interface RequestedHostsQuery {
  readonly day: Date;
  readonly limit: number;
  readonly now: Date;
}

/** The hosts that had most requests in a day, busiest first. */
export async function listRequestedHosts(
  db: Db,
  query: RequestedHostsQuery,
): Promise<readonly RequestedHost[]> {
  const { rows } = await sql<Omit<RequestedHost, "paceShare"> & { restoredAt: Date | null }>`
    SELECT h.id, h.hostname, h.port, r.requests, h.id IN ${hostsInTrouble} AS troubled, s.restored_at AS "restoredAt",
      CASE WHEN s.closed_until > ${query.now} THEN s.closed_until END AS "closedUntil",
      (SELECT count(*) FROM schedule p WHERE p.parked_by = h.id) AS parked
    FROM (
      SELECT host_id, requests FROM host_requests WHERE day = ${query.day.toISOString().slice(0, 10)}::date
      ORDER BY requests DESC, host_id LIMIT ${query.limit}
    ) r JOIN hosts h ON h.id = r.host_id LEFT JOIN host_slots s ON s.host_id = h.id
    ORDER BY r.requests DESC, h.id`.execute(db);
  return rows.map(({ restoredAt, ...row }) => ({ ...row, paceShare: paceShare({ restoredAt }, query.now) }));
}
