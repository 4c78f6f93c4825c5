import type { Neighbours } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** The newest media of a host are the ones looked at often. */
const neighboursMax = 200;

/** How the other media that lead over a host fared at their latest looks, as far as these were at `since` or later. */
export async function countNeighbours(
  db: Db,
  of: {
    readonly mediaId: number;
    readonly hostname: string;
    readonly port: number;
    readonly since: Date;
  },
): Promise<Neighbours> {
  const { rows } = await sql<Neighbours>`
    SELECT count(*) FILTER (WHERE n.verdict IN ('healthy', 'degraded')) AS heard,
      count(*) FILTER (WHERE n.faults @> '[{"code":"http.forbidden"}]') AS refused
    FROM (
      SELECT m.verdict, m.faults, m.probed_at FROM hosts h
      JOIN media_hosts w ON w.host_id = h.id JOIN media m ON m.id = w.media_id
      WHERE h.hostname = ${of.hostname} AND h.port = ${of.port} AND m.id <> ${of.mediaId}
      ORDER BY w.media_id DESC LIMIT ${neighboursMax}
    ) n WHERE n.probed_at >= ${of.since}`.execute(db);
  return rows[0] ?? { heard: 0, refused: 0 };
}
