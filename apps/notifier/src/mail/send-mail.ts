import { addressOfMailto, type DeliveryForAttempt } from "@earshot/storage";
import { readMessage } from "../notice-message.ts";
import type { SentNotice } from "../sent-notice.ts";
import type { Mailer } from "./open-mailer.ts";
import { renderMail } from "./render-mail.ts";

/** What sending mail needs. */
export interface SendMailDeps {
  /** Null without SMTP_URL. */
  readonly mailer: Mailer | null;
  /** Where links begin; null where that is not known. */
  readonly publicUrl: string | null;
}

/** Makes one attempt at a delivery to an e-mail address. */
export async function sendMail(deps: SendMailDeps, delivery: DeliveryForAttempt): Promise<SentNotice> {
  const { mailer, publicUrl } = deps;
  if (mailer === null) return withoutServer;
  const message = readMessage(delivery.notice);
  const { id, occurredAt } = message;
  const rendered = renderMail(message, publicUrl);
  const { incidentId } = message.data;
  const thread = typeof incidentId === "string" ? `incident-${incidentId}` : null;
  return mailer.send({ ...rendered, id, thread, to: addressOfMailto(delivery.endpoint.url), at: occurredAt });
}

const withoutServer: SentNotice = {
  status: null,
  error:
    "No mail server is set, so no e-mail can be sent: whoever runs Earshot must set SMTP_URL for the notifier.",
  durationMs: 0,
  responseBody: null,
  retryAfterMs: null,
  overloaded: false,
  gone: false,
  aborted: false,
  refused: false,
  blamesEndpoint: false,
};
