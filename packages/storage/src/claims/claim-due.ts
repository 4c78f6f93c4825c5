import { randomUUIDv7 } from "node:crypto";
import type { Lane } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { laneName, laneNumber } from "./lane.ts";
import type { ScheduledKind } from "./tables.ts";

/** What a planner took: one claim id for all, under which alone their outcomes can be committed. */
export interface Claim {
  readonly claimId: string;
  readonly subjects: readonly ClaimedSubject[];
}

/** One subject under a claim. */
export interface ClaimedSubject {
  readonly id: number;
  readonly hostId: number | null;
  readonly dueAt: Date;
  readonly lane: Lane;
  /** The vantage from which the last look failed: another one is to look now, where there is one. */
  readonly awayFrom: string | null;
  /** Whether the last look ran into a time-out. */
  readonly slow: boolean;
}

/** What to claim: of both lanes, hot first, when `lane` is left out. */
export interface ClaimRequest {
  readonly kind: ScheduledKind;
  readonly lane?: Lane;
  readonly limit: number;
  readonly leaseMs: number;
  /** Whether to take those that hung when they were last looked at; true unless given. */
  readonly withSlow?: boolean;
  readonly now: Date;
}

const bothLanes: readonly Lane[] = ["hot", "ordinary"];

/**
 * Takes what is due, longest ready first. No two planners ever hold the same subject: rows that another is taking at
 * this instant are skipped. When a lease ends unrenewed the subject is ready again.
 */
export async function claimDue(db: Db, request: ClaimRequest): Promise<Claim> {
  const claimId = randomUUIDv7();
  const subjects: ClaimedSubject[] = [];
  for (const lane of request.lane === undefined ? bothLanes : [request.lane]) {
    const limit = request.limit - subjects.length;
    if (limit > 0) subjects.push(...(await claimLane(db, { ...request, claimId, lane, limit })));
  }
  return { claimId, subjects };
}

interface ClaimedRow {
  readonly subject_id: number;
  readonly host_id: number | null;
  readonly due_at: Date;
  readonly lane: number;
  readonly away_from: string | null;
  readonly slow: boolean;
}

async function claimLane(
  db: Db,
  request: ClaimRequest & { readonly claimId: string; readonly lane: Lane },
): Promise<ClaimedSubject[]> {
  const leaseUntil = new Date(request.now.getTime() + request.leaseMs);
  // FOR UPDATE in a subquery of its own, materialized, so that the limit counts the rows that were really locked.
  const { rows } = await sql<ClaimedRow>`
    /* plan: claim-due */ WITH due AS MATERIALIZED (
      SELECT kind, subject_id, ready_at FROM schedule
      WHERE kind = ${request.kind} AND lane = ${laneNumber(request.lane)} AND ready_at <= ${request.now}
        AND (${request.withSlow ?? true} OR NOT slow)
      ORDER BY ready_at LIMIT ${request.limit} FOR UPDATE SKIP LOCKED
    ), taken AS (
      UPDATE schedule s
      SET claim_id = ${request.claimId}, lease_until = ${leaseUntil}, ready_at = ${leaseUntil}, again_lane = NULL
      FROM due d WHERE s.kind = d.kind AND s.subject_id = d.subject_id
      RETURNING s.subject_id, s.host_id, s.due_at, s.lane, s.away_from, s.slow, d.ready_at
    )
    SELECT subject_id, host_id, due_at, lane, away_from, slow FROM taken ORDER BY ready_at`.execute(db);
  return rows.map(claimedSubjectOf);
}

/** A row of the schedule as a planner hands it on. */
export function claimedSubjectOf(row: ClaimedRow): ClaimedSubject {
  return {
    id: row.subject_id,
    hostId: row.host_id,
    dueAt: row.due_at,
    lane: laneName(row.lane),
    awayFrom: row.away_from,
    slow: row.slow,
  };
}
