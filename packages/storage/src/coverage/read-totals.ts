import type { Verdict } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** How many there are of what, in how many states; `unchecked` is what was never looked at. */
export interface Totals {
  readonly publishers: number;
  readonly subscriptions: number;
  readonly feeds: VerdictTotals;
  readonly media: VerdictTotals;
  readonly hosts: VerdictTotals;
}

/** Scheduled subjects by their last verdict. */
export type VerdictTotals = Readonly<Record<Verdict | "unchecked", number>>;

/** Totals over everything that is scheduled, for ops and metrics. */
export async function readTotals(db: Db): Promise<Totals> {
  const accounts = await sql<{ publishers: number; subscriptions: number }>`
    SELECT (SELECT count(*) FROM publishers) AS publishers,
      (SELECT count(*) FROM subscriptions WHERE ended_at IS NULL) AS subscriptions`.execute(db);
  const [account] = accounts.rows;
  return {
    publishers: account?.publishers ?? 0,
    subscriptions: account?.subscriptions ?? 0,
    feeds: await readVerdicts(db, sql`schedule s JOIN feeds t ON t.id = s.subject_id WHERE s.kind = 'feed'`),
    media: await readVerdicts(db, sql`schedule s JOIN media t ON t.id = s.subject_id WHERE s.kind = 'media'`),
    hosts: await readVerdicts(db, sql`schedule s JOIN hosts t ON t.id = s.subject_id WHERE s.kind = 'host'`),
  };
}

async function readVerdicts(db: Db, from: ReturnType<typeof sql>): Promise<VerdictTotals> {
  const { rows } = await sql<{ verdict: Verdict | null; total: number }>`
    SELECT t.verdict, count(*) AS total FROM ${from} GROUP BY t.verdict`.execute(db);
  const totals = { healthy: 0, degraded: 0, unreachable: 0, inconclusive: 0, unchecked: 0 };
  for (const { verdict, total } of rows) totals[verdict ?? "unchecked"] = total;
  return totals;
}
