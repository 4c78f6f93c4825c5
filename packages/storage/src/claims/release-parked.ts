import { drainDelayMs } from "@earshot/domain";
import { sql } from "kysely";
import { hostsInTrouble } from "../hosts/hosts-in-trouble.ts";
import type { Db } from "../schema/database.ts";
import { inChunks } from "../schema/in-chunks.ts";
import { toJson } from "../schema/json.ts";

/**
 * Makes the media ready that were parked for the sake of hosts which are in no trouble any more, hot ones and those of
 * newest episodes first, spread out so that each host is asked slowly at first and never above its rate. Gives how
 * many. Any number of planners may call it at any time: it asks the store who waits in vain, so nobody is forgotten.
 */
export async function releaseParked(
  db: Db,
  { hostRate, now }: { readonly hostRate: number; readonly now: Date },
): Promise<number> {
  let released = 0;
  for (const hostId of await readRecovered(db)) {
    const mediaIds = await readParked(db, hostId);
    const ready = mediaIds.map((id, place) => ({
      id,
      at: new Date(now.getTime() + drainDelayMs(place, hostRate)),
    }));
    for (const chunk of inChunks(ready)) released += await makeReady(db, hostId, chunk);
  }
  return released;
}

/** The hosts for whose sake something is parked without reason. The index is skipped through: one step for each host. */
async function readRecovered(db: Db): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    /* plan: recovered-hosts */ WITH RECURSIVE parking(id) AS (
      (SELECT parked_by FROM schedule WHERE parked_by IS NOT NULL ORDER BY parked_by LIMIT 1)
      UNION ALL
      SELECT (SELECT s.parked_by FROM schedule s WHERE s.parked_by > p.id ORDER BY s.parked_by LIMIT 1)
      FROM parking p WHERE p.id IS NOT NULL
    )
    SELECT p.id FROM parking p
    WHERE p.id IS NOT NULL AND p.id NOT IN ${hostsInTrouble}`.execute(db);
  return rows.map(({ id }) => id);
}

async function readParked(db: Db, hostId: number): Promise<readonly number[]> {
  const { rows } = await sql<{ subject_id: number }>`
    SELECT s.subject_id FROM schedule s
    WHERE s.parked_by = ${hostId} AND s.kind = 'media'
    ORDER BY s.lane,
      EXISTS (SELECT FROM enclosures e WHERE e.media_id = s.subject_id AND e.newest AND e.vanished_at IS NULL) DESC,
      s.due_at, s.subject_id`.execute(db);
  return rows.map((row) => row.subject_id);
}

/** What another planner released meanwhile is left as it is. */
async function makeReady(
  db: Db,
  hostId: number,
  ready: readonly { readonly id: number; readonly at: Date }[],
): Promise<number> {
  const { numAffectedRows } = await sql`
    UPDATE schedule s SET parked_by = NULL, ready_at = r.at, slotted = true
    FROM jsonb_to_recordset(${toJson(ready)}::jsonb) AS r(id bigint, at timestamptz)
    WHERE s.kind = 'media' AND s.subject_id = r.id AND s.parked_by = ${hostId}`.execute(db);
  return Number(numAffectedRows ?? 0n);
}
