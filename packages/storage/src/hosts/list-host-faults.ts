import type { FaultCode } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** A time over which one vantage found the same fault in every fresh handshake with a host. */
export interface FaultPeriod {
  readonly vantage: string;
  readonly code: FaultCode;
  /** The first look that found it, and the last. */
  readonly from: Date;
  readonly until: Date;
  readonly looks: number;
  /** Whether the vantage's latest look found it, too. */
  readonly lasting: boolean;
}

/**
 * What was wrong with a host since then, latest first. Looks in a row that found the same are one period, so that a
 * fault of a week is one entry and not ten thousand.
 */
export async function listHostFaults(
  db: Db,
  input: { readonly hostId: number; readonly since: Date; readonly limit: number },
): Promise<readonly FaultPeriod[]> {
  const { rows } = await sql<FaultPeriod>`
    WITH looks AS (
      SELECT at, vantage, codes, row_number() OVER (PARTITION BY vantage ORDER BY at) AS place,
        count(*) OVER (PARTITION BY vantage) AS total
      FROM host_checks WHERE host_id = ${input.hostId} AND at >= ${input.since}
        AND EXISTS (SELECT FROM host_checks f WHERE f.host_id = ${input.hostId} AND f.at >= ${input.since}
          AND f.codes IS NOT NULL)
    ), found AS (
      -- Places in a row keep the same distance from their number among those that found it.
      SELECT l.*, c.code, l.place - row_number() OVER (PARTITION BY l.vantage, c.code ORDER BY l.place) AS period
      FROM looks l CROSS JOIN LATERAL unnest(l.codes) AS c(code)
    )
    SELECT vantage, code, min(at) AS "from", max(at) AS until, count(*)::int AS looks, bool_or(place = total) AS lasting
    FROM found GROUP BY vantage, code, period ORDER BY max(at) DESC, code, vantage LIMIT ${input.limit}`.execute(
    db,
  );
  return rows;
}
