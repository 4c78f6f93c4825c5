import { randomUUIDv7 } from "node:crypto";
import { attemptsAtOnce, type Lane } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { laneName, laneNumber } from "./lane.ts";

/** Which deliveries to claim. */
export interface DeliveryClaimRequest {
  readonly lane: Lane;
  readonly limit: number;
  readonly leaseMs: number;
  readonly now: Date;
}

/** The deliveries that a planner took. */
export interface DeliveryClaim {
  readonly claimId: string;
  readonly deliveryIds: readonly number[];
  /** Whether more are due: beyond the limit, or as soon as their endpoint has a place. */
  readonly hasMore: boolean;
}

/** Due deliveries looked at in one round. */
const headMax = 2_000;
/** When so many are due that their endpoints have no place for, they are put off so that others come into sight. */
const putOffMs = 1_000;
const plannerLockId = 3_428_907_135;

interface ClaimRow {
  readonly ids: readonly number[] | null;
  readonly left: number;
}

/**
 * Takes deliveries that are due, each endpoint's first before anybody's second, and never more of one endpoint at a time
 * than it may have (`attemptsAtOnce`), over the whole fleet. Those of an endpoint that rests wait until its rest ends;
 * those of the hot lane whose endpoint has failed lately change over to the troubled lane, whose slowness holds up
 * nobody. Must run in a transaction: one planner at a time, so that the bounds are exact.
 */
export async function claimDueDeliveries(tx: Db, request: DeliveryClaimRequest): Promise<DeliveryClaim> {
  const claimId = randomUUIDv7();
  const { now } = request;
  const leaseUntil = new Date(now.getTime() + request.leaseMs);
  await sql`SELECT pg_advisory_xact_lock(${plannerLockId})`.execute(tx);
  const { rows } = await sql<ClaimRow>`
    WITH ${judgedDeliveries(request)}, chosen AS (
      SELECT subject_id FROM judged WHERE fate = 'chosen' ORDER BY place, ready_at LIMIT ${request.limit}
    ), locked AS MATERIALIZED (
      SELECT subject_id FROM schedule
      WHERE kind = 'delivery' AND subject_id IN (SELECT subject_id FROM chosen) AND ready_at <= ${now}
      ORDER BY subject_id FOR UPDATE SKIP LOCKED
    ), taken AS (
      UPDATE schedule s
      SET claim_id = ${claimId}, lease_until = ${leaseUntil}, ready_at = ${leaseUntil}, again_lane = NULL
      FROM locked l WHERE s.kind = 'delivery' AND s.subject_id = l.subject_id RETURNING s.subject_id
    ), passed_over AS MATERIALIZED (
      SELECT s.subject_id, j.fate, CASE j.fate WHEN 'resting' THEN j.rest_until
        WHEN 'crowded' THEN ${new Date(now.getTime() + putOffMs)}::timestamptz END AS until
      FROM schedule s JOIN judged j USING (subject_id)
      WHERE s.kind = 'delivery' AND s.ready_at <= ${now} AND (j.fate IN ('troubled', 'resting')
        OR j.fate = 'crowded' AND (SELECT count(*) FROM head) = ${headMax})
      ORDER BY s.subject_id FOR UPDATE OF s SKIP LOCKED
    ), put_off AS (
      UPDATE schedule s SET
        lane = CASE p.fate WHEN 'troubled' THEN ${laneNumber("troubled")} ELSE s.lane END,
        due_at = coalesce(p.until, s.due_at), ready_at = coalesce(p.until, s.ready_at)
      FROM passed_over p WHERE s.kind = 'delivery' AND s.subject_id = p.subject_id
    )
    SELECT (SELECT array_agg(t.subject_id ORDER BY j.place, j.ready_at) FROM taken t JOIN judged j USING (subject_id)) AS ids,
      (SELECT count(*)::int FROM judged WHERE fate IN ('chosen', 'crowded')) AS left`.execute(tx);
  const { ids, left } = rows[0] ?? { ids: null, left: 0 };
  const deliveryIds = ids ?? [];
  return { claimId, deliveryIds, hasMore: left > deliveryIds.length };
}

/** The lanes in which deliveries are due: what spares an idle planner the rest. */
export async function readDueLanes(db: Db, now: Date): Promise<ReadonlySet<Lane>> {
  const { rows } = await sql<{ lane: number }>`
    SELECT l.lane FROM (VALUES (0), (1), (2)) AS l(lane)
    WHERE EXISTS (SELECT FROM schedule s WHERE s.kind = 'delivery' AND s.lane = l.lane AND s.ready_at <= ${now})`.execute(
    db,
  );
  return new Set(rows.map(({ lane }) => laneName(lane)));
}

/** The due deliveries at the head of a lane, each with its place among those of its endpoint and what is to become of it. */
function judgedDeliveries({ lane, now }: DeliveryClaimRequest) {
  const [few, many] = [attemptsAtOnce(Number.POSITIVE_INFINITY), attemptsAtOnce(0)];
  return sql`head AS MATERIALIZED (
      SELECT s.subject_id, s.ready_at, d.endpoint_id, e.failures, e.rest_until
      FROM (SELECT subject_id, ready_at FROM schedule
        WHERE kind = 'delivery' AND lane = ${laneNumber(lane)} AND ready_at <= ${now}
        ORDER BY ready_at LIMIT ${headMax}) s
      JOIN deliveries d ON d.id = s.subject_id JOIN endpoints e ON e.id = d.endpoint_id
    ), busy AS (
      SELECT d.endpoint_id, count(*) AS attempts FROM schedule s JOIN deliveries d ON d.id = s.subject_id
      WHERE s.kind = 'delivery' AND s.claim_id IS NOT NULL AND s.lease_until > ${now} GROUP BY d.endpoint_id
    ), placed AS (
      SELECT h.*, coalesce(b.attempts, 0)
        + row_number() OVER (PARTITION BY h.endpoint_id ORDER BY h.ready_at, h.subject_id) AS place
      FROM head h LEFT JOIN busy b USING (endpoint_id)
    ), judged AS MATERIALIZED (
      SELECT *, CASE
        WHEN failures > 0 AND ${lane === "hot"} THEN 'troubled'
        WHEN rest_until > ${now} THEN 'resting'
        WHEN place <= ${many} AND (rest_until IS NULL OR place <= ${few}) THEN 'chosen'
        ELSE 'crowded' END AS fate
      FROM placed
    )`;
}
