import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import type { Suspicion } from "./tables.ts";

/** What a process says of itself, every few seconds. */
export interface Heartbeat {
  /** Of the process, new at each of its starts. */
  readonly id: string;
  readonly vantage: string;
  /** Whether it probes enclosures and checks hosts. */
  readonly checks: boolean;
  readonly suspicions: readonly Suspicion[];
  readonly clockOffsetMs: number | null;
}

/** A process that was not heard of for so long is gone: three beats and a little. */
export const vantageGoneAfterMs = 20_000;
/** Whether a row of `vantage_processes` was heard of lately. */
export const isAlive = sql<boolean>`seen_at > now() - ${vantageGoneAfterMs} * interval '1 millisecond'`;

const forgottenAfterMs = 24 * 60 * 60_000;

/**
 * Says that a process is there and what it suspects itself of, and gives the vantages at which checkers are alive, by
 * the time of PostgreSQL, in order of their names.
 */
export async function beatVantage(db: Db, beat: Heartbeat): Promise<readonly string[]> {
  const { id, vantage, checks, suspicions, clockOffsetMs } = beat;
  const isSuspect = suspicions.length > 0;
  await sql`
    INSERT INTO vantage_processes AS p (id, vantage, checks, suspicions, suspect_at, clock_offset_ms)
    VALUES (${id}, ${vantage}, ${checks}, ${suspicions}, CASE WHEN ${isSuspect} THEN now() END, ${clockOffsetMs})
    ON CONFLICT (id) DO UPDATE SET seen_at = now(), suspicions = excluded.suspicions,
      clock_offset_ms = excluded.clock_offset_ms,
      suspect_at = CASE WHEN ${isSuspect} AND p.suspicions = '{}' THEN now() ELSE p.suspect_at END,
      cleared_at = CASE WHEN NOT ${isSuspect} AND p.suspicions <> '{}' THEN now() ELSE p.cleared_at END`.execute(
    db,
  );
  const forgotten = sql`${forgottenAfterMs} * interval '1 millisecond'`;
  await sql`DELETE FROM vantage_processes WHERE seen_at < now() - ${forgotten}`.execute(db);
  return readLiveVantages(db);
}

/** The vantages at which checkers are alive, in order of their names. */
export async function readLiveVantages(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ vantage: string }>`
    SELECT DISTINCT vantage FROM vantage_processes WHERE checks AND ${isAlive} ORDER BY vantage`.execute(db);
  return rows.map((row) => row.vantage);
}

/** Says goodbye, so that others take over at once. */
export async function endVantage(db: Db, id: string): Promise<void> {
  await db.deleteFrom("vantage_processes").where("id", "=", id).execute();
}
