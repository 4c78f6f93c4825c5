import { judgeEndpoint } from "@earshot/domain";
import { buildDisabledNotice, buildFailingNotice } from "@earshot/incident";
import type { Logger } from "@earshot/runtime";
import {
  type Db,
  type DeliveryState,
  disableEndpoint,
  type EndpointKind,
  type FailingEndpoint,
  insertNotices,
  inTransaction,
  markEndpointWarned,
  recordAttempts,
  type Store,
} from "@earshot/storage";
import type { MadeAttempt } from "./attempt-delivery.ts";

/** What recording needs. */
export interface RecordDeps {
  readonly store: Store;
  readonly log: Logger;
  readonly clock: () => Date;
  /** Told of each attempt, for metrics. */
  readonly onAttempt: (attempt: AttemptMade) => void;
}

/** An attempt as metrics count it. */
export interface AttemptMade {
  readonly channel: EndpointKind;
  readonly state: DeliveryState;
  readonly durationMs: number;
}

/**
 * Records attempts, each under its claim, with what follows for their endpoints, in one transaction. An attempt whose
 * claim had ended is not recorded: its delivery is somebody else's, or due again.
 */
export async function recordMadeAttempts(deps: RecordDeps, made: readonly MadeAttempt[]): Promise<void> {
  const { store, log, clock, onAttempt } = deps;
  const now = clock();
  const recorded = await inTransaction(store, async (tx) => {
    const { deliveryIds, failing } = await recordAttempts(tx, made, now);
    const gone = made.filter(({ gone: isGone, deliveryId }) => isGone && deliveryIds.has(deliveryId));
    const farewells = new Map(gone.map(({ endpointId, status }) => [endpointId, farewellOf(status)]));
    for (const endpoint of failing) {
      await judgeFailing(tx, { endpoint, farewell: farewells.get(endpoint.id) ?? null, now });
    }
    return deliveryIds;
  });
  for (const { noticeId, deliveryId, attempt, status, state, channel, durationMs } of made) {
    const fields = { notice: noticeId, delivery: deliveryId, attempt, status, state };
    if (recorded.has(deliveryId)) log.debug(fields, "attempt made");
    else log.warn(fields, "attempt made under a claim that had ended: not recorded");
    onAttempt({ channel, state, durationMs });
  }
}

interface Failed {
  readonly endpoint: FailingEndpoint;
  /** How it said that it is gone; null when it did not. */
  readonly farewell: string | null;
  readonly now: Date;
}

/**
 * Disables an endpoint that is gone or has failed for five days, and says so to the publisher's other endpoints; warns
 * them when half of that has passed.
 */
async function judgeFailing(tx: Db, { endpoint, farewell, now }: Failed): Promise<void> {
  if (!endpoint.enabled) return;
  const { id, failures, first_failure_at: firstFailureAt } = endpoint;
  const judgement = farewell !== null ? "disable" : judgeEndpoint({ firstFailureAt, failures }, now);
  if (judgement === "warn" && endpoint.warned_at === null) {
    await markEndpointWarned(tx, id, now);
    await insertNotices(tx, [buildFailingNotice(endpoint, now)], now);
  }
  if (judgement !== "disable") return;
  const reason = farewell ?? "it has failed for five days";
  await disableEndpoint(tx, { id, reason, now });
  await insertNotices(tx, [buildDisabledNotice(endpoint, reason, now)], now);
}

function farewellOf(status: number | null): string {
  return status === 410 ? "it answered 410 Gone" : "it asked for nothing more (webhook-delivery: disable)";
}
