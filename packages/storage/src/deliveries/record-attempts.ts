import type { Lane } from "@earshot/domain";
import { sql } from "kysely";
import { commitClaims } from "../claims/commit-claim.ts";
import { type FailingEndpoint, tallyEndpoints } from "../endpoints/tally-endpoints.ts";
import type { Db } from "../schema/database.ts";
import { textOrNull, toJson } from "../schema/json.ts";
import type { DeliveryState } from "./tables.ts";

/** One attempt and what follows from it. */
export interface AttemptRecord {
  /** The claim that the attempt was made under. */
  readonly claimId: string;
  readonly deliveryId: number;
  readonly endpointId: string;
  /** 1 for the first. */
  readonly attempt: number;
  readonly at: Date;
  readonly status: number | null;
  readonly error: string | null;
  readonly durationMs: number;
  /** Cut by the caller to 4 KiB. */
  readonly responseBody: string | null;
  readonly state: DeliveryState;
  readonly nextAttemptAt: Date | null;
  /** Where the next attempt waits. */
  readonly lane: Lane;
  /** Whether a failure was the receiver's: ours, such as a mail server that is not set, never disables an endpoint. */
  readonly blamesEndpoint: boolean;
}

/** What became of a batch of attempts. */
export interface AttemptsRecorded {
  /** Deliveries whose claim still held; the attempts at others are not recorded. */
  readonly deliveryIds: ReadonlySet<number>;
  /** Endpoints that failed in this batch, as they stand now. */
  readonly failing: readonly FailingEndpoint[];
}

/**
 * Writes attempts, the deliveries' states and next due times, and their endpoints' tallies of failures (forgotten at a
 * success): each only where its claim still holds, which ends here. Must run in a transaction.
 */
export async function recordAttempts(
  tx: Db,
  records: readonly AttemptRecord[],
  now: Date,
): Promise<AttemptsRecorded> {
  const deliveryIds = await endClaims(tx, records, now);
  const own = records.filter((record) => deliveryIds.has(record.deliveryId));
  if (own.length === 0) return { deliveryIds, failing: [] };
  await writeAttempts(tx, own);
  const failing = await tallyEndpoints(
    tx,
    own
      .filter(({ state, blamesEndpoint }) => state === "delivered" || blamesEndpoint)
      .map(({ endpointId, at, state }) => ({ endpointId, at, delivered: state === "delivered" })),
    now,
  );
  return { deliveryIds, failing };
}

async function endClaims(tx: Db, records: readonly AttemptRecord[], now: Date): Promise<ReadonlySet<number>> {
  const outcomes = records.map((record) => ({
    claimId: record.claimId,
    id: record.deliveryId,
    dueAt: record.nextAttemptAt,
    lane: record.lane,
  }));
  return new Set(await commitClaims(tx, { kind: "delivery", outcomes, now }));
}

async function writeAttempts(tx: Db, records: readonly AttemptRecord[]): Promise<void> {
  const rows = records.map((record) => ({
    delivery_id: record.deliveryId,
    attempt: record.attempt,
    at: record.at,
    status: record.status,
    error: textOrNull(record.error),
    duration_ms: Math.round(record.durationMs),
    response_body: textOrNull(record.responseBody),
    state: record.state,
    next_attempt_at: record.nextAttemptAt,
  }));
  await sql`
    WITH made AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS r(delivery_id bigint, attempt integer, at timestamptz,
        status integer, error text, duration_ms integer, response_body text, state text, next_attempt_at timestamptz)
    ), logged AS (
      INSERT INTO attempts (delivery_id, attempt, at, status, error, duration_ms, response_body)
      SELECT delivery_id, attempt, at, status, error, duration_ms, response_body FROM made
    )
    UPDATE deliveries d SET state = m.state, attempt = m.attempt, next_attempt_at = m.next_attempt_at,
      last_status = m.status, last_error = m.error, delivered_at = CASE m.state WHEN 'delivered' THEN m.at END
    FROM made m WHERE d.id = m.delivery_id`.execute(tx);
}
