import { sql } from "kysely";
import { type HostFilter, type HostView, hostViewColumns, passes } from "../hosts/list-hosts.ts";
import type { Db } from "../schema/database.ts";

/** A host with what hangs on it and when it is looked at next. */
export interface FleetHost extends HostView {
  /** Feeds that depend on it, whoever watches them. */
  readonly feeds: number;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  /** When its certificates are due to be checked; null when it is off the schedule. */
  readonly dueAt: Date | null;
}

/** Which hosts to list, in order of their ids. */
export interface FleetHostListing extends HostFilter {
  readonly after?: number | undefined;
  readonly limit: number;
}

/** One page of all hosts, for ops. */
export async function listFleetHosts(db: Db, listing: FleetHostListing): Promise<readonly FleetHost[]> {
  const { rows } = await sql<FleetHost>`
    SELECT ${hostViewColumns}, h.first_seen_at AS "firstSeenAt", h.last_seen_at AS "lastSeenAt",
      (SELECT count(*) FROM feed_hosts d WHERE d.host_id = h.id) AS feeds,
      (SELECT s.due_at FROM schedule s WHERE s.kind = 'host' AND s.subject_id = h.id) AS "dueAt"
    FROM hosts h
    WHERE h.id > ${listing.after ?? 0} AND ${passes(listing)}
    ORDER BY h.id LIMIT ${listing.limit}`.execute(db);
  return rows;
}
