import type { Verdict } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { effectiveVerdict } from "./enclosure.ts";

/** How many of a feed's enclosures stand how; `unchecked` were not probed yet. */
export type EnclosureTotals = Readonly<Record<Verdict | "unchecked", number>>;

const none: EnclosureTotals = { healthy: 0, degraded: 0, unreachable: 0, inconclusive: 0, unchecked: 0 };

/** Totals by feed id, for a page of feeds. */
export async function readEnclosureTotals(
  db: Db,
  feedIds: readonly number[],
): Promise<ReadonlyMap<number, EnclosureTotals>> {
  const { rows } = await sql<{ feed_id: number; verdict: Verdict | null; total: number }>`
    SELECT e.feed_id, ${effectiveVerdict} AS verdict, count(*) AS total
    FROM enclosures e JOIN media m ON m.id = e.media_id
    WHERE e.feed_id = ANY(${feedIds}::bigint[]) AND e.vanished_at IS NULL
    GROUP BY 1, 2`.execute(db);
  const totals = new Map<number, EnclosureTotals>(feedIds.map((id) => [id, none]));
  for (const { feed_id, verdict, total } of rows) {
    totals.set(feed_id, { ...(totals.get(feed_id) ?? none), [verdict ?? "unchecked"]: total });
  }
  return totals;
}
