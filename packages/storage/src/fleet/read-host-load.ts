import { sql } from "kysely";
import { hostsInTrouble } from "../hosts/hosts-in-trouble.ts";
import type { Db } from "../schema/database.ts";

/** A host that is being asked, or has enclosures waiting for its slots. */
export interface BusyHost {
  readonly id: number;
  readonly hostname: string;
  readonly port: number;
  /** Requests in flight over the whole fleet. */
  readonly inFlight: number;
  /** How far ahead its slots are given out, in milliseconds: what joins the queue now waits that long. */
  readonly queuedMs: number;
}

/** A host in an open incident, which speaks for the enclosures behind it. */
export interface ParkedHost {
  readonly id: number;
  readonly hostname: string;
  readonly port: number;
  /** Enclosure URLs whose last redirect chain crossed it. */
  readonly enclosures: number;
}

/** The busiest hosts and those behind which enclosures are parked; at most `limit` of each. */
export interface HostLoad {
  readonly busiest: readonly BusyHost[];
  readonly parked: readonly ParkedHost[];
}

/** Reads which hosts hold the fleet up. Reads all hosts' slots, so ask every few seconds at most. */
export async function readHostLoad(
  db: Db,
  input: { readonly limit: number; readonly now: Date },
): Promise<HostLoad> {
  const { limit, now } = input;
  const [busiest, parked] = await Promise.all([
    sql<BusyHost>`
      WITH claims AS (
        SELECT host_id, count(*) AS live FROM schedule
        WHERE kind = 'media' AND claim_id IS NOT NULL AND lease_until > ${now} GROUP BY host_id
      ), load AS (
        SELECT s.host_id, coalesce(c.live, 0) +
            (SELECT count(*) FROM unnest(s.visits) AS until WHERE until > ${now}) AS "inFlight",
          greatest(0, extract(epoch FROM s.next_slot_at - ${now}::timestamptz) * 1000)::float8 AS "queuedMs"
        FROM host_slots s LEFT JOIN claims c ON c.host_id = s.host_id
      )
      SELECT h.id, h.hostname, h.port, l."inFlight", round(l."queuedMs") AS "queuedMs"
      FROM load l JOIN hosts h ON h.id = l.host_id WHERE l."inFlight" > 0 OR l."queuedMs" > 0
      ORDER BY l."queuedMs" DESC, l."inFlight" DESC, h.id LIMIT ${limit}`.execute(db),
    sql<ParkedHost>`
      SELECT h.id, h.hostname, h.port,
        (SELECT count(*) FROM media_hosts w WHERE w.host_id = h.id) AS enclosures
      FROM hosts h WHERE h.id IN ${hostsInTrouble} ORDER BY enclosures DESC, h.id LIMIT ${limit}`.execute(db),
  ]);
  return { busiest: busiest.rows, parked: parked.rows };
}
