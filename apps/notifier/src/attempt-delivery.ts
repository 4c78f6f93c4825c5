import { type Lane, nextDeliveryDelayMs } from "@earshot/domain";
import type { AttemptRecord, DeliveryForAttempt, DeliveryState, EndpointKind } from "@earshot/storage";
import { type SendMailDeps, sendMail } from "./mail/send-mail.ts";
import { type SendWebhookDeps, sendWebhook } from "./send-webhook.ts";
import type { SentNotice } from "./sent-notice.ts";

/** What an attempt needs. */
export interface AttemptDeps extends SendWebhookDeps, SendMailDeps {
  /** A number from 0 to 1, for the jitter. */
  readonly random: () => number;
}

/** An attempt that was made and is yet to be recorded. */
export interface MadeAttempt extends AttemptRecord {
  readonly channel: EndpointKind;
  readonly noticeId: string;
  /** Whether the endpoint said that it is gone for good. */
  readonly gone: boolean;
}

/** Makes one attempt at a delivery under a claim, and says what is to be recorded of it. */
export async function attemptDelivery(
  deps: AttemptDeps,
  delivery: DeliveryForAttempt,
  claimId: string,
): Promise<MadeAttempt> {
  const { endpoint, notice } = delivery;
  const sent = await (endpoint.kind === "email" ? sendMail : sendWebhook)(deps, delivery);
  const at = deps.clock();
  const attempt = delivery.attempt + 1;
  const nextAttemptAt = nextAttemptOf(sent, { attempt, random: deps.random(), at });
  const state = stateAfter(sent, nextAttemptAt);
  return {
    claimId,
    deliveryId: delivery.id,
    endpointId: endpoint.id,
    attempt,
    at,
    status: sent.status,
    error: sent.error,
    durationMs: sent.durationMs,
    responseBody: sent.responseBody,
    state,
    nextAttemptAt,
    lane: laneOf(endpoint.kind),
    blamesEndpoint: sent.blamesEndpoint,
    channel: endpoint.kind,
    noticeId: notice.id,
    gone: sent.gone,
  };
}

function nextAttemptOf(
  sent: SentNotice,
  made: { readonly attempt: number; readonly random: number; readonly at: Date },
): Date | null {
  if (sent.error === null || sent.gone || sent.aborted || sent.refused) return null;
  const delayMs = nextDeliveryDelayMs({
    attemptsMade: made.attempt,
    overloaded: sent.overloaded,
    retryAfterMs: sent.retryAfterMs,
    random: made.random,
  });
  return delayMs === null ? null : new Date(made.at.getTime() + delayMs);
}

function stateAfter(sent: SentNotice, nextAttemptAt: Date | null): DeliveryState {
  if (sent.error === null) return "delivered";
  if (sent.aborted) return "cancelled";
  return nextAttemptAt === null ? "failed" : "pending";
}

/** A webhook that is tried again failed just now, so it waits among the troubled; mail has a lane of its own. */
function laneOf(kind: EndpointKind): Lane {
  return kind === "email" ? "ordinary" : "troubled";
}
