import { type Egress, type Exchange, readRetryAfter } from "@earshot/egress";
import type { DeliveryForAttempt } from "@earshot/storage";
import { renderPayload } from "./render-payload.ts";
import { responseBytesMax, type SentNotice } from "./sent-notice.ts";
import { signWebhook } from "./sign-webhook.ts";

/** What sending webhooks needs. */
export interface SendWebhookDeps {
  readonly egress: Pick<Egress, "exchange">;
  readonly clock: () => Date;
  /** For the whole of one attempt; 15 s when left out. */
  readonly webhookDeadlineMs?: number;
}

const webhookDeadlineMs = 15_000;

/**
 * Makes one attempt: signed with the time of the attempt, guarded like every other connection, never following a
 * redirect (an answer of 3xx is a failure), and done within 15 s, the reading of at most 4 KiB of answer included.
 */
export async function sendWebhook(deps: SendWebhookDeps, delivery: DeliveryForAttempt): Promise<SentNotice> {
  const at = deps.clock();
  const { notice, endpoint } = delivery;
  const url = new URL(endpoint.url);
  const { id } = notice;
  const body = renderPayload(endpoint.style, notice);
  const startedAt = performance.now();
  const answer = await deps.egress.exchange({
    url,
    method: "POST",
    headers: { "content-type": "application/json", ...signWebhook(endpoint.secrets, { id, at, body }) },
    body,
    // A receiver tells a repeated notice by its webhook-id, as it has to anyway.
    repeatable: true,
    deadlineMs: deps.webhookDeadlineMs ?? webhookDeadlineMs,
  });
  return concluded(answer, { startedAt, now: deps.clock(), isPlain: url.protocol === "http:" });
}

interface Sent {
  readonly startedAt: number;
  readonly isPlain: boolean;
}

async function concluded(answer: Exchange, times: Sent & { readonly now: Date }): Promise<SentNotice> {
  if (!answer.ok) return failedBefore(answer.faults, times);
  const { bytes } = await answer.body.read(responseBytesMax);
  answer.body.destroy();
  const { status, headers } = answer;
  // What receivers may ask for with a failure, as Svix has it (docs.svix.com/receiving/delivery-control).
  const control = isSuccess(status) ? null : headerOf(headers["webhook-delivery"]);
  return {
    status,
    error: isSuccess(status) ? null : describeStatus(status),
    durationMs: performance.now() - times.startedAt,
    responseBody: Buffer.from(bytes).toString("utf8").replaceAll("\0", "\ufffd"),
    retryAfterMs: readRetryAfter(headerOf(headers["retry-after"]), times.now),
    overloaded: status === 429,
    gone: status === 410 || control === "disable",
    aborted: control === "abort-message",
    refused: false,
    blamesEndpoint: true,
  };
}

const plainRefused =
  "address.blocked: Plain http is only for addresses that the operator lists in EARSHOT_WEBHOOK_ALLOW_ADDRESSES, and this name leads elsewhere now. Use https.";

function failedBefore(
  faults: readonly { readonly code: string; readonly message: string }[],
  { startedAt, isPlain }: Sent,
): SentNotice {
  const [fault] = faults;
  const blocked = isPlain && fault?.code === "address.blocked" ? plainRefused : null;
  return {
    status: null,
    error: blocked ?? (fault === undefined ? "The connection failed." : `${fault.code}: ${fault.message}`),
    durationMs: performance.now() - startedAt,
    responseBody: null,
    retryAfterMs: null,
    overloaded: faults.some(({ code }) => code.endsWith(".timeout") || code === "http.stalled"),
    gone: false,
    aborted: false,
    refused: false,
    blamesEndpoint: true,
  };
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function describeStatus(status: number): string {
  if (status >= 300 && status < 400) return `The endpoint answered ${status}; redirects are not followed.`;
  return `The endpoint answered ${status} instead of 2xx.`;
}

function headerOf(value: string | readonly string[] | undefined): string | null {
  return (typeof value === "string" ? value : value?.[0]) ?? null;
}
