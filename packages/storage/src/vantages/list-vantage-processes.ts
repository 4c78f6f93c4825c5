import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { isAlive } from "./beat-vantage.ts";
import type { Suspicion } from "./tables.ts";

/** A process that looks at the world, as it last said. */
export interface VantageProcess {
  readonly id: string;
  readonly vantage: string;
  /** Whether it probes enclosures and checks hosts, and whether it fetches feeds. */
  readonly checks: boolean;
  readonly crawls: boolean;
  readonly startedAt: Date;
  readonly seenAt: Date;
  readonly isAlive: boolean;
  readonly suspicions: readonly Suspicion[];
  /** When it last came under suspicion, and was last cleared of all. */
  readonly suspectAt: Date | null;
  readonly clearedAt: Date | null;
  readonly clockOffsetMs: number | null;
}

const listedMax = 200;

/** The processes of the last day, those of one vantage together; at most 200, the latest seen. */
export async function listVantageProcesses(db: Db): Promise<readonly VantageProcess[]> {
  const { rows } = await sql<VantageProcess>`
    SELECT * FROM (
      SELECT id, vantage, checks, crawls, started_at AS "startedAt", seen_at AS "seenAt", ${isAlive} AS "isAlive",
        suspicions, suspect_at AS "suspectAt", cleared_at AS "clearedAt", clock_offset_ms AS "clockOffsetMs"
      FROM vantage_processes ORDER BY seen_at DESC LIMIT ${listedMax}
    ) p ORDER BY vantage, "startedAt", id`.execute(db);
  return rows;
}
