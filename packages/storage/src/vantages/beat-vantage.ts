import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import type { Suspicion, VantageWork } from "./tables.ts";

/** What a process says of itself, every few seconds. */
export interface Heartbeat {
  /** Of the process, new at each of its starts. */
  readonly id: string;
  readonly vantage: string;
  readonly does: readonly VantageWork[];
  readonly suspicions: readonly Suspicion[];
  readonly clockOffsetMs: number | null;
}

/** The vantages at which each kind of work is done now, in order of their names. */
export type LiveVantages = Readonly<Record<VantageWork, readonly string[]>>;

/** A process that was not heard of for so long is gone: three beats and a little. */
export const vantageGoneAfterMs = 20_000;
const goneAfter = sql`${vantageGoneAfterMs} * interval '1 millisecond'`;
/**
 * Whether a row of `vantage_processes` was heard of lately. One of the future was written before PostgreSQL's own clock
 * was set back: whoever lives says so again within seconds, and whoever died must not seem alive for hours.
 */
export const isAlive = sql<boolean>`seen_at BETWEEN now() - ${goneAfter} AND now() + ${goneAfter}`;

const forgottenAfterMs = 24 * 60 * 60_000;

/**
 * Says that a process is there and what it suspects itself of, and gives the vantages that are alive, by the time of
 * PostgreSQL.
 */
export async function beatVantage(db: Db, beat: Heartbeat): Promise<LiveVantages> {
  const { id, vantage, does, suspicions, clockOffsetMs } = beat;
  const isSuspect = suspicions.length > 0;
  await sql`
    INSERT INTO vantage_processes AS p (id, vantage, checks, crawls, suspicions, suspect_at, clock_offset_ms)
    VALUES (${id}, ${vantage}, ${does.includes("checks")}, ${does.includes("crawls")}, ${suspicions}, CASE WHEN ${isSuspect} THEN now() END, ${clockOffsetMs})
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

/** The vantages at which somebody is alive who does that work. */
export async function readLiveVantages(db: Db): Promise<LiveVantages> {
  const { rows } = await sql<{ vantage: string; checks: boolean; crawls: boolean }>`
    SELECT vantage, bool_or(checks) AS checks, bool_or(crawls) AS crawls
    FROM vantage_processes WHERE ${isAlive} GROUP BY vantage ORDER BY vantage`.execute(db);
  const doing = (work: VantageWork) => rows.filter((row) => row[work]).map(({ vantage }) => vantage);
  return { checks: doing("checks"), crawls: doing("crawls") };
}

/** Says goodbye, so that others take over at once. */
export async function endVantage(db: Db, id: string): Promise<void> {
  await db.deleteFrom("vantage_processes").where("id", "=", id).execute();
}
