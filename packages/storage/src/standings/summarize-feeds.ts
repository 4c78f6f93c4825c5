import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import type { Standing } from "./standing.ts";

/** How many feeds stand how, and under which labels they are found. */
export interface FeedSummary {
  readonly standings: Readonly<Record<Standing, number>>;
  /** The labels in use, the commonest first. */
  readonly labels: readonly { readonly label: string; readonly feeds: number }[];
}

const labelsMax = 100;
const none = { unreachable: 0, degraded: 0, inconclusive: 0, healthy: 0, unprobed: 0 };

/** Sums up a publisher's feeds; everybody's when `publisherId` is null, for ops. */
export async function summarizeFeeds(db: Db, publisherId: string | null): Promise<FeedSummary> {
  const owner = publisherId === null ? sql`true` : sql`publisher_id = ${publisherId}`;
  const [standings, labels] = await Promise.all([
    sql<{ standing: Standing; feeds: number }>`
      SELECT standing, count(*)::int AS feeds FROM subscriptions
      WHERE ended_at IS NULL AND ${owner} GROUP BY standing`.execute(db),
    sql<{ label: string; feeds: number }>`
      SELECT label, count(*)::int AS feeds FROM subscriptions CROSS JOIN LATERAL unnest(labels) AS l(label)
      WHERE ended_at IS NULL AND labels <> '{}' AND ${owner}
      GROUP BY label ORDER BY feeds DESC, label LIMIT ${labelsMax}`.execute(db),
  ]);
  const counted = Object.fromEntries(standings.rows.map(({ standing, feeds }) => [standing, feeds]));
  return { standings: { ...none, ...counted }, labels: labels.rows };
}
