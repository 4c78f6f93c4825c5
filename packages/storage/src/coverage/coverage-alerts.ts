import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import type { CoverageKind } from "./read-coverage.ts";

/** Coverage of one kind of subjects that is below its floor, or was and is no longer. */
export interface CoverageAlert {
  readonly kind: CoverageKind;
  readonly isBelow: boolean;
  /** Of its subjects that were looked at within their period, when it turned. */
  readonly share: number;
  readonly floor: number;
  /** Since when it is as it is. */
  readonly since: Date;
}

/** A measurement that found coverage on the other side of its floor. */
export interface CoverageTurn extends Omit<CoverageAlert, "since"> {
  /** How long ago it was measured, in milliseconds. */
  readonly ageMs: number;
}

const shownMs = 24 * 60 * 60_000;

/** The kinds that are below their floor, or rose above it within a day. */
export async function readCoverageAlerts(db: Db): Promise<readonly CoverageAlert[]> {
  const { rows } = await sql<CoverageAlert>`
    SELECT kind, is_below AS "isBelow", share, floor, since FROM coverage_alerts
    WHERE is_below OR since > now() - ${shownMs} * interval '1 millisecond' ORDER BY kind`.execute(db);
  return rows;
}

/**
 * Writes down that coverage of a kind turned. True for whoever is first to: the others have nothing to tell, nor has
 * who measured before it turned. Ages are by the time of PostgreSQL, so that no process's wrong clock holds back others.
 */
export async function turnCoverage(db: Db, turn: CoverageTurn): Promise<boolean> {
  const { kind, isBelow, share, floor, ageMs } = turn;
  const { numAffectedRows } = await sql`
    INSERT INTO coverage_alerts AS c (kind, is_below, share, floor, since)
    SELECT ${kind}, ${isBelow}, ${share}::float8, ${floor}::float8, now() - ${ageMs} * interval '1 millisecond'
    WHERE ${isBelow} OR EXISTS (SELECT FROM coverage_alerts WHERE kind = ${kind})
    ON CONFLICT (kind) DO UPDATE
    SET is_below = excluded.is_below, share = excluded.share, floor = excluded.floor, since = excluded.since
    WHERE c.is_below <> excluded.is_below AND c.since < excluded.since`.execute(db);
  return (numAffectedRows ?? 0n) > 0n;
}
