import { type Egress, type Exchange, readRetryAfter } from "@earshot/egress";
import type { DeliveryForAttempt } from "@earshot/storage";
import { renderPayload } from "./render-payload.ts";
import { signWebhook } from "./sign-webhook.ts";

/** What came of one attempt. */
export interface SentWebhook {
  readonly status: number | null;
  /** Why it did not succeed, in one sentence; null after a 2xx. */
  readonly error: string | null;
  readonly durationMs: number;
  /** The first 4 KiB of the answer. */
  readonly responseBody: string | null;
  readonly retryAfterMs: number | null;
  /** Whether the receiver timed out or asked us to slow down. */
  readonly overloaded: boolean;
  /** Whether the receiver said that nothing is to come here any more (410). */
  readonly gone: boolean;
  /** Whether the receiver asked not to be sent this notice again (`webhook-delivery: abort-message`). */
  readonly aborted: boolean;
}

/** What sending needs. */
export interface SendDeps {
  readonly egress: Egress;
  readonly clock: () => Date;
}

const deadlineMs = 15_000;
const responseBytesMax = 4_096;

/**
 * Makes one attempt: signed with the time of the attempt, guarded like every other connection, never following a
 * redirect (an answer of 3xx is a failure), and done within 15 s, the reading of at most 4 KiB of answer included.
 */
export async function sendWebhook(deps: SendDeps, delivery: DeliveryForAttempt): Promise<SentWebhook> {
  const at = deps.clock();
  const { notice, endpoint } = delivery;
  const url = new URL(endpoint.url);
  const { id, type, occurredAt, payload } = notice;
  const body = renderPayload(endpoint.style, { id, type, occurredAt, data: payload });
  const startedAt = performance.now();
  const answer = await deps.egress.exchange({
    url,
    method: "POST",
    headers: { "content-type": "application/json", ...signWebhook(endpoint.secrets, { id, at, body }) },
    body,
    deadlineMs,
  });
  return concluded(answer, { startedAt, now: deps.clock() });
}

async function concluded(
  answer: Exchange,
  times: { readonly startedAt: number; readonly now: Date },
): Promise<SentWebhook> {
  if (!answer.ok) return failedBefore(answer.faults, performance.now() - times.startedAt);
  const { bytes } = await answer.body.read(responseBytesMax);
  answer.body.destroy();
  const { status, headers } = answer;
  return {
    status,
    error: isSuccess(status) ? null : describeStatus(status),
    durationMs: performance.now() - times.startedAt,
    responseBody: Buffer.from(bytes).toString("utf8").replaceAll("\0", "\ufffd"),
    retryAfterMs: readRetryAfter(headerOf(headers["retry-after"]), times.now),
    overloaded: status === 429,
    gone: status === 410,
    aborted: headerOf(headers["webhook-delivery"]) === "abort-message",
  };
}

function failedBefore(faults: readonly { code: string; message: string }[], durationMs: number): SentWebhook {
  const [fault] = faults;
  return {
    status: null,
    error: fault === undefined ? "The connection failed." : `${fault.code}: ${fault.message}`,
    durationMs,
    responseBody: null,
    retryAfterMs: null,
    overloaded: faults.some(({ code }) => code.endsWith(".timeout") || code === "http.stalled"),
    gone: false,
    aborted: false,
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
