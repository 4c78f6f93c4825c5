import type { Verdict } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { effectiveVerdict } from "./enclosure.ts";

/** How many of a feed's enclosures stand how; `unchecked` were not probed yet. */
export type EnclosureTotals = Readonly<Record<Verdict | "unchecked", number>>;

const none: EnclosureTotals = { healthy: 0, degraded: 0, unreachable: 0, inconclusive: 0, unchecked: 0 };

/** Whether a feed with an id `f.id` depends on a host that is in trouble or blamed for some. */
export const dependsOnTrouble = sql<boolean>`
  (EXISTS (SELECT FROM feed_hosts d JOIN hosts t ON t.id = d.host_id AND t.troubled WHERE d.feed_id = f.id)
    OR EXISTS (SELECT FROM feed_hosts d JOIN incidents i ON i.host_id = d.host_id AND i.state <> 'resolved'
      WHERE d.feed_id = f.id))`;

/** Totals by feed id, for a page of feeds. */
export async function readEnclosureTotals(
  db: Db,
  feedIds: readonly number[],
): Promise<ReadonlyMap<number, EnclosureTotals>> {
  const { rows } = await sql<{ feed_id: number; verdict: Verdict | null; total: number }>`
    WITH asked AS MATERIALIZED (
      SELECT f.id,
        ${dependsOnTrouble} AS troubled
      FROM unnest(${feedIds}::bigint[]) AS f(id)
    )
    -- Only of a feed that depends on a host in trouble is each enclosure asked whether it does.
    SELECT e.feed_id, CASE WHEN f.troubled THEN ${effectiveVerdict} ELSE m.verdict END AS verdict, count(*) AS total
    FROM asked f JOIN enclosures e ON e.feed_id = f.id JOIN media m ON m.id = e.media_id
    WHERE e.vanished_at IS NULL GROUP BY 1, 2`.execute(db);
  const totals = new Map<number, EnclosureTotals>(feedIds.map((id) => [id, none]));
  for (const { feed_id, verdict, total } of rows) {
    totals.set(feed_id, { ...(totals.get(feed_id) ?? none), [verdict ?? "unchecked"]: total });
  }
  return totals;
}
