import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** How many URLs behind each host in trouble go on being asked for: the latest ones, which listeners want most. */
const sampledPerHost = 3;

/**
 * Which of these media are not to be asked for, and for the sake of which host: those whose last known redirect chain
 * crosses a host with an open incident, but for a small sample of each host, and for those that were never probed: their
 * publishers are owed a verdict, and their chains are only guessed. Costs one look at an index while no host
 * is in trouble.
 */
export async function findParked(tx: Db, mediaIds: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const troubled = await sql<{
    id: number;
  }>`/* plan: troubled-hosts */ SELECT id FROM hosts WHERE troubled`.execute(tx);
  const hostIds = troubled.rows.map(({ id }) => id);
  if (hostIds.length === 0) return new Map();
  const behind = await sql<{ media_id: number; host_id: number }>`
    SELECT w.media_id, w.host_id FROM media_hosts w JOIN media m ON m.id = w.media_id
    WHERE w.media_id = ANY(${mediaIds}::bigint[]) AND w.host_id = ANY(${hostIds}::bigint[])
      AND m.probed_at IS NOT NULL
    ORDER BY w.media_id, w.position DESC`.execute(tx);
  const parked = new Map(behind.rows.map((row) => [row.media_id, row.host_id]));
  if (parked.size > 0) {
    for (const id of await readSample(tx, new Set(behind.rows.map((row) => row.host_id)))) parked.delete(id);
  }
  return parked;
}

async function readSample(tx: Db, hostIds: ReadonlySet<number>): Promise<readonly number[]> {
  const { rows } = await sql<{ media_id: number }>`
    SELECT s.media_id FROM unnest(${[...hostIds]}::bigint[]) AS h(id) CROSS JOIN LATERAL (
      SELECT w.media_id FROM media_hosts w
      WHERE w.host_id = h.id
        AND EXISTS (SELECT FROM schedule o WHERE o.kind = 'media' AND o.subject_id = w.media_id)
      ORDER BY w.media_id DESC LIMIT ${sampledPerHost}
    ) s`.execute(tx);
  return rows.map((row) => row.media_id);
}
