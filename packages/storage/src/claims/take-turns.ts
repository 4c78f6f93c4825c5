import { paceRestoredPerMs, paceShareMin } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { idList } from "../schema/id-list.ts";

/** Whose turns are asked for: one for each mention of a host. */
export interface TurnsRequest {
  readonly hostIds: readonly number[];
  readonly now: Date;
  /** A turn later than this is of no use. */
  readonly slotMax: Date;
  /** Requests a second to one host. */
  readonly hostRate: number;
}

/** When one of them may ask its host: a slot that is its own, or a time at which to come back for one. */
export interface Turn {
  readonly at: Date;
  readonly isGranted: boolean;
}

interface HostTurns {
  readonly hostId: number;
  readonly slotAt: Date;
  readonly stepMs: number;
  readonly granted: number;
}

/**
 * Takes the next slots of hosts for requests that are about to go out, in the order of `hostIds`. Nobody else is given
 * the same slot, so over the whole fleet a host's requests are as far apart as its rate says. One statement for a
 * whole batch, unless a host was never claimed before.
 */
export async function takeTurns(db: Db, request: TurnsRequest): Promise<readonly Turn[]> {
  if (request.hostIds.length === 0) return [];
  const rows = await advance(db, request);
  const missing = request.hostIds.filter((id) => !rows.has(id));
  if (missing.length > 0) {
    await insertSlots(db, missing, request.now);
    for (const [id, row] of await advance(db, { ...request, hostIds: missing })) rows.set(id, row);
  }
  const taken = new Map<number, number>();
  return request.hostIds.map((id) => {
    const row = rows.get(id);
    if (row === undefined) throw new Error(`host ${id} has no slots: it does not exist`);
    const place = taken.get(id) ?? 0;
    taken.set(id, place + 1);
    return { at: new Date(row.slotAt.getTime() + place * row.stepMs), isGranted: place < row.granted };
  });
}

async function advance(
  db: Db,
  { hostIds, now, slotMax, hostRate }: TurnsRequest,
): Promise<Map<number, HostTurns>> {
  const missing = sql`coalesce(extract(epoch FROM s.restored_at - ${now}::timestamptz), 0)`;
  // Locked in the order of their ids, like by planners, so that two never wait for each other in a circle.
  const { rows } = await sql<HostTurns>`
    /* plan: take-turns */ WITH wanted AS MATERIALIZED (
      SELECT id, count(*) AS turns FROM unnest(${idList(hostIds)}::bigint[]) AS id GROUP BY id
    ), locked AS MATERIALIZED (
      SELECT s.host_id, w.turns, greatest(s.open_at, s.closed_until, ${now}::timestamptz) AS slot_at,
        (${1 / hostRate}::float8 / least(1, greatest(${paceShareMin}::float8,
          1 - ${missing} * ${paceRestoredPerMs * 1_000}::float8)))::float8 AS step
      FROM host_slots s JOIN wanted w ON w.id = s.host_id ORDER BY s.host_id FOR UPDATE OF s
    ), counted AS MATERIALIZED (
      SELECT l.*, least(turns,
        greatest(0, floor(extract(epoch FROM ${slotMax}::timestamptz - slot_at) / step) + 1))::int AS granted
      FROM locked l
    ), taken AS (
      UPDATE host_slots s SET open_at = c.slot_at + make_interval(secs => c.step * c.granted)
      FROM counted c WHERE s.host_id = c.host_id AND c.granted > 0
    )
    SELECT host_id AS "hostId", slot_at AS "slotAt", step * 1000 AS "stepMs", granted FROM counted`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.hostId, row]));
}

async function insertSlots(db: Db, hostIds: readonly number[], now: Date): Promise<void> {
  await sql`
    INSERT INTO host_slots (host_id, next_slot_at, open_at)
    SELECT DISTINCT id, ${now}::timestamptz, ${now}::timestamptz FROM unnest(${hostIds}::bigint[]) AS id ORDER BY id
    ON CONFLICT (host_id) DO NOTHING`.execute(db);
}
