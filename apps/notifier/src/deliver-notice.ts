import { judgeEndpoint, type Lane, nextDeliveryDelayMs } from "@earshot/domain";
import type { Logger } from "@earshot/runtime";
import {
  beginClaim,
  commitClaim,
  type Db,
  type DeliveryForAttempt,
  type DeliveryState,
  disableEndpoint,
  type EndpointKind,
  insertNotices,
  inTransaction,
  markEndpointWarned,
  readDeliveryForAttempt,
  recordAttempt,
  type SecretBox,
  type Store,
} from "@earshot/storage";
import { buildDisabledNotice } from "./build-disabled-notice.ts";
import { type SendMailDeps, sendMail } from "./mail/send-mail.ts";
import { type SendWebhookDeps, sendWebhook } from "./send-webhook.ts";
import type { SentNotice } from "./sent-notice.ts";

/** What delivering needs. */
export interface DeliverDeps extends SendWebhookDeps, SendMailDeps {
  readonly store: Store;
  readonly box: SecretBox;
  readonly log: Logger;
  readonly random: () => number;
  /** Longer than an attempt can take, so that a lease never ends under one that is being made. */
  readonly leaseMs: number;
  /** Told of each attempt, for metrics. */
  readonly onAttempt: (attempt: AttemptMade) => void;
}

/** An attempt as metrics count it. */
export interface AttemptMade {
  readonly channel: EndpointKind;
  readonly state: DeliveryState;
  readonly durationMs: number;
}

/** One claimed delivery. */
export interface ClaimedDelivery {
  readonly claimId: string;
  readonly deliveryId: number;
}

/**
 * Makes one attempt at a delivery, if its claim still holds, and records what came of it. The attempt and what follows
 * from it commit together under the claim: a crash in between leaves the delivery due again, with the same
 * `webhook-id` or `Message-ID`, so a receiver may see a notice twice but never misses one.
 */
export async function deliverNotice(deps: DeliverDeps, claimed: ClaimedDelivery): Promise<void> {
  const { store, box, clock } = deps;
  const { claimId, deliveryId } = claimed;
  const claim = {
    kind: "delivery",
    claimId,
    ids: [deliveryId],
    leaseMs: deps.leaseMs,
    now: clock(),
  } as const;
  const [owned] = await beginClaim(store.db, claim);
  if (owned === undefined) return;
  const delivery = await readDeliveryForAttempt(store.db, box, deliveryId, clock());
  if (delivery === undefined || delivery.state !== "pending" || !delivery.endpoint.enabled) {
    await inTransaction(store, (tx) => finishClaim(tx, claimed, { dueAt: null, lane: "hot", now: clock() }));
    return;
  }
  const send = delivery.endpoint.kind === "email" ? sendMail : sendWebhook;
  const sent = await send(deps, delivery);
  await recordSent(deps, claimed, { delivery, sent });
}

interface Attempted {
  readonly delivery: DeliveryForAttempt;
  readonly sent: SentNotice;
}

async function recordSent(deps: DeliverDeps, claimed: ClaimedDelivery, attempted: Attempted): Promise<void> {
  const { delivery, sent } = attempted;
  const now = deps.clock();
  const attempt = delivery.attempt + 1;
  const nextAttemptAt = nextAttemptOf(attempted, deps.random, now);
  const state = stateAfter(sent, nextAttemptAt);
  const isOurs = await inTransaction(deps.store, async (tx) => {
    const lane = laneOf(delivery.endpoint.kind);
    if (!(await finishClaim(tx, claimed, { dueAt: nextAttemptAt, lane, now }))) return false;
    await recordAttempt(tx, {
      deliveryId: delivery.id,
      endpointId: delivery.endpoint.id,
      attempt,
      at: now,
      status: sent.status,
      error: sent.error,
      durationMs: sent.durationMs,
      responseBody: sent.responseBody,
      state,
      nextAttemptAt,
      blamesEndpoint: sent.blamesEndpoint,
    });
    if (state !== "delivered" && sent.blamesEndpoint) await judgeFailing(tx, attempted, now);
    return true;
  });
  const fields = { notice: delivery.notice.id, delivery: delivery.id, attempt, status: sent.status, state };
  if (!isOurs) deps.log.warn(fields, "attempt made under a claim that had ended: not recorded");
  else deps.log.debug(fields, "attempt made");
  deps.onAttempt({ channel: delivery.endpoint.kind, state, durationMs: sent.durationMs });
}

function nextAttemptOf({ delivery, sent }: Attempted, random: () => number, now: Date): Date | null {
  if (sent.error === null || sent.gone || sent.aborted || sent.refused) return null;
  const delayMs = nextDeliveryDelayMs({
    attemptsMade: delivery.attempt + 1,
    overloaded: sent.overloaded,
    retryAfterMs: sent.retryAfterMs,
    random: random(),
  });
  return delayMs === null ? null : new Date(now.getTime() + delayMs);
}

function stateAfter(sent: SentNotice, nextAttemptAt: Date | null): DeliveryState {
  if (sent.error === null) return "delivered";
  if (sent.aborted) return "cancelled";
  return nextAttemptAt === null ? "failed" : "pending";
}

/** Disables an endpoint that is gone or has failed for five days, and says so to the publisher's other endpoints. */
async function judgeFailing(tx: Db, { delivery, sent }: Attempted, now: Date): Promise<void> {
  const { endpoint } = delivery;
  const judgement = sent.gone
    ? "disable"
    : judgeEndpoint({ firstFailureAt: endpoint.firstFailureAt ?? now, failures: endpoint.failures + 1 }, now);
  if (judgement === "warn" && endpoint.warnedAt === null) await markEndpointWarned(tx, endpoint.id, now);
  if (judgement !== "disable") return;
  const reason = sent.gone ? "it answered 410 Gone" : "it has failed for five days";
  await disableEndpoint(tx, { id: endpoint.id, reason, now });
  await insertNotices(tx, [buildDisabledNotice(endpoint, reason, now)], now);
}

/** Webhooks are the hot lane and e-mail the ordinary one, as the relay has it. */
function laneOf(kind: EndpointKind): Lane {
  return kind === "email" ? "ordinary" : "hot";
}

function finishClaim(
  tx: Db,
  { claimId, deliveryId }: ClaimedDelivery,
  next: { readonly dueAt: Date | null; readonly lane: Lane; readonly now: Date },
): Promise<boolean> {
  return commitClaim(tx, { kind: "delivery", claimId, id: deliveryId, ...next });
}
