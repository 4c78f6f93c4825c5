import type { LatencySketch, Verdict } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import type { RollupKind } from "./tables.ts";

/** What one hour of looks at one subject came to, from one vantage. */
export interface Rollup {
  /** The beginning of the hour. */
  readonly at: Date;
  readonly vantage: string;
  readonly looks: Readonly<Record<Verdict, number>>;
  /** How long those that were heard took. */
  readonly latency: LatencySketch;
}

/** Which hours of which subject. */
export interface RollupQuestion {
  readonly kind: RollupKind;
  readonly subjectId: number;
  /** The first hour, and the one after the last. */
  readonly from: Date;
  readonly until: Date;
}

/** The hours in which a subject was looked at, in order of time and vantage. */
export async function readRollups(db: Db, question: RollupQuestion): Promise<readonly Rollup[]> {
  const { rows } = await sql<
    Record<Verdict, number> & { at: Date; vantage: string; latency: readonly (readonly [number, number])[] }
  >`
    SELECT at, vantage, healthy, degraded, unreachable, inconclusive, latency FROM rollups
    WHERE kind = ${question.kind} AND subject_id = ${question.subjectId}
      AND at >= ${question.from} AND at < ${question.until}
    ORDER BY at, vantage`.execute(db);
  return rows.map(({ at, vantage, latency, ...looks }) => ({
    at,
    vantage,
    looks,
    latency: new Map(latency),
  }));
}
