import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** When the next certificate in use ends, and how many hosts stop working soon if nobody acts. */
export interface ExpiryOutlook {
  /** The soonest end ahead; null when none is known. */
  readonly soonestAt: Date | null;
  /** Hosts whose certificate ends within two, seven and thirty days. */
  readonly within2d: number;
  readonly within7d: number;
  readonly within30d: number;
}

/** Reads the outlook over all hosts, for metrics: four numbers, however many hosts there are. */
export async function readExpiryOutlook(db: Db, now: Date): Promise<ExpiryOutlook> {
  const within = (days: number) => sql`h.expires_at <= ${now}::timestamptz + ${days} * interval '1 day'`;
  const { rows } = await sql<ExpiryOutlook>`
    SELECT (SELECT min(h.expires_at) FROM hosts h WHERE h.expires_at > ${now}) AS "soonestAt",
      count(*) FILTER (WHERE ${within(2)}) AS "within2d",
      count(*) FILTER (WHERE ${within(7)}) AS "within7d",
      count(*) AS "within30d"
    FROM hosts h WHERE h.expires_at > ${now} AND ${within(30)}`.execute(db);
  return rows[0] ?? { soonestAt: null, within2d: 0, within7d: 0, within30d: 0 };
}
