import { sql } from "kysely";
import { hostsInTrouble } from "../hosts/hosts-in-trouble.ts";
import type { Db } from "../schema/database.ts";

/** How many URLs behind each host in trouble go on being asked for: the latest ones, which listeners want most. */
const sampledPerHost = 3;

/** Media that came due, and whether each did in the hot lane. */
export interface DueMedia {
  readonly id: number;
  readonly hot: boolean;
}

/**
 * Which of these media are not to be asked for, and for the sake of which host: those whose last known redirect chain
 * crosses a host in trouble, but for a small sample of each host; for those that were never probed, whose publishers are
 * owed a verdict and whose chains are only guessed; and for those that somebody wants to know about: suspects and members
 * of incidents, and what is hot without being new, since it was asked for by hand or by a vote. Costs one look at two
 * empty indexes while no host is in trouble.
 */
export async function findParked(tx: Db, due: readonly DueMedia[]): Promise<ReadonlyMap<number, number>> {
  const troubled = await sql<{ id: number }>`/* plan: hosts-in-trouble */ ${hostsInTrouble}`.execute(tx);
  const hostIds = troubled.rows.map(({ id }) => id);
  if (hostIds.length === 0) return new Map();
  const [mediaIds, hotIds] = [due, due.filter(({ hot }) => hot)].map((some) => some.map(({ id }) => id));
  const behind = await sql<{ media_id: number; host_id: number }>`
    SELECT w.media_id, w.host_id FROM media_hosts w JOIN media m ON m.id = w.media_id
    WHERE w.media_id = ANY(${mediaIds}::bigint[]) AND w.host_id = ANY(${hostIds}::bigint[])
      AND m.probed_at IS NOT NULL AND coalesce(m.health ->> 'state', 'ok') = 'ok'
      AND (m.hot_step IS NOT NULL OR NOT m.id = ANY(${hotIds}::bigint[]))
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
