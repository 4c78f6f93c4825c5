import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { textOrNull } from "../schema/json.ts";
import type { DeliveryState } from "./tables.ts";

/** One attempt and what follows from it. */
export interface AttemptRecord {
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
  /** Whether a failure was the receiver's: ours, such as a mail server that is not set, never disables an endpoint. */
  readonly blamesEndpoint: boolean;
}

/**
 * Writes an attempt, the delivery's state, and the endpoint's tally of failures (forgotten at a success). The next due
 * time is not set here: the caller commits its claim with it in the same transaction.
 */
export async function recordAttempt(tx: Db, record: AttemptRecord): Promise<void> {
  await tx
    .insertInto("attempts")
    .values({
      delivery_id: record.deliveryId,
      attempt: record.attempt,
      at: record.at,
      status: record.status,
      error: textOrNull(record.error),
      duration_ms: Math.round(record.durationMs),
      response_body: textOrNull(record.responseBody),
    })
    .execute();
  await tx
    .updateTable("deliveries")
    .set({
      state: record.state,
      attempt: record.attempt,
      next_attempt_at: record.nextAttemptAt,
      last_status: record.status,
      last_error: textOrNull(record.error),
      delivered_at: record.state === "delivered" ? record.at : null,
    })
    .where("id", "=", record.deliveryId)
    .execute();
  if (record.state === "delivered" || record.blamesEndpoint) await tallyEndpoint(tx, record);
}

async function tallyEndpoint(tx: Db, record: AttemptRecord): Promise<void> {
  const isSuccess = record.state === "delivered";
  await tx
    .updateTable("endpoints")
    .set(
      isSuccess
        ? { first_failure_at: null, failures: 0, warned_at: null }
        : {
            first_failure_at: sql<Date>`coalesce(first_failure_at, ${record.at})`,
            failures: sql<number>`failures + 1`,
          },
    )
    .where("id", "=", record.endpointId)
    // A success of an endpoint that never failed, which is nearly every one, writes nothing.
    .$if(isSuccess, (query) => query.where("failures", ">", 0))
    .execute();
}
