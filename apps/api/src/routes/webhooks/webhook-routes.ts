import type { SecretBox, Store } from "@earshot/storage";
import type { Auth } from "../../auth/open-auth.ts";
import type { UrlJudge } from "../../urls/url-judgement.ts";

/** What the webhook routes stand on. */
export interface WebhookRoutes {
  readonly auth: Auth;
  readonly store: Store;
  readonly box: SecretBox;
  readonly clock: () => Date;
  readonly judgeWebhookUrl: UrlJudge;
}
