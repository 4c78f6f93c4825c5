import { paceRestoredPerMs, paceShareMin } from "@earshot/domain";
import { sql } from "kysely";
import { type HostName, hostKey, upsertHosts } from "../hosts/upsert-hosts.ts";
import type { Db } from "../schema/database.ts";
import type { HostBudget } from "./plan-slots.ts";

/** What is asked for: one request to a host, soon. */
export interface VisitRequest extends HostBudget {
  readonly host: HostName;
  /** Whether the caller's own claim is on a URL of this host, which gives it a place there already. */
  readonly covered: boolean;
  /** Whether the same chain of requests has asked this host before. */
  readonly returning: boolean;
  readonly now: Date;
  /** A slot later than this is of no use. */
  readonly slotMax: Date;
  /** How long anybody waits for a slot. */
  readonly patienceMs: number;
  /** When the visit is given up for lost, unless it was ended before. */
  readonly until: Date;
}

/** A place at a host, and when it may be used. */
export interface Visit {
  readonly hostId: number;
  readonly slotAt: Date;
  /** Null for a covered visit, which takes no place. */
  readonly until: Date | null;
}

/**
 * Takes a place at a host within its rate and concurrency over the whole fleet, which visits share with the claims on
 * the host's URLs. Undefined when there is none now. One statement, on a table that is not logged, unless the host was
 * never seen before.
 */
export async function beginVisit(db: Db, request: VisitRequest): Promise<Visit | undefined> {
  const until = request.covered ? null : request.until;
  let taken = await takePlace(db, request, until);
  if (taken === undefined) {
    await upsertHosts(db, [request.host], request.now);
    taken = await takePlace(db, request, until);
  }
  if (taken === undefined) throw new Error(`the host ${hostKey(request.host)} was added and is not there`);
  return taken.slotAt === null ? undefined : { hostId: taken.hostId, slotAt: taken.slotAt, until };
}

/** Gives the place back. */
export async function endVisit(db: Db, { hostId, until }: Visit): Promise<void> {
  if (until === null) return;
  // Two visits may be given up at the same millisecond; any one of them will do.
  await sql`
    UPDATE host_slots SET visits = visits[:array_position(visits, ${until}::timestamptz) - 1]
      || visits[array_position(visits, ${until}::timestamptz) + 1:]
    WHERE host_id = ${hostId} AND ${until}::timestamptz = ANY(visits)`.execute(db);
}

/** Undefined when the host is not known; its slot is null when there is no room. */
async function takePlace(
  db: Db,
  { host, returning, now, slotMax, patienceMs, hostRate, hostConcurrency }: VisitRequest,
  until: Date | null,
): Promise<{ readonly hostId: number; readonly slotAt: Date | null } | undefined> {
  const { rows } = await sql<{ hostId: number; slotAt: Date | null }>`
    SELECT id AS "hostId", begin_visit(id, ${now}, ${slotMax}, ${until},
      make_interval(secs => ${1 / hostRate}::double precision), ${hostConcurrency},
      ${paceRestoredPerMs * 1_000}::double precision, ${paceShareMin}::double precision,
      ${returning}, make_interval(secs => ${patienceMs / 1_000}::double precision)) AS "slotAt"
    FROM hosts WHERE hostname = ${host.hostname} AND port = ${host.port}`.execute(db);
  return rows[0];
}
