import { Webhook } from "standardwebhooks";

/** What a signature covers: the notice's id, the attempt's time, and the exact bytes of the body. */
export interface SignedContent {
  readonly id: string;
  readonly at: Date;
  readonly body: string;
}

/**
 * The headers of Standard Webhooks 1.0. With several secrets (during a rotation) every one signs, space-separated, so
 * a receiver that knows either accepts. Secrets are `whsec_` and base64, the current one first.
 */
export function signWebhook(secrets: readonly string[], content: SignedContent): Record<string, string> {
  const signatures = secrets.map((secret) => new Webhook(secret).sign(content.id, content.at, content.body));
  return {
    "webhook-id": content.id,
    "webhook-timestamp": Math.floor(content.at.getTime() / 1_000).toString(),
    "webhook-signature": signatures.join(" "),
  };
}
