import type { RouteFinder } from "@earshot/egress";
import { findRefusal, type UrlGuard } from "./find-refusal.ts";
import { parseWebUrl } from "./parse-web-url.ts";
import { refuseUrl, type UrlJudge } from "./url-judgement.ts";

/** What a webhook URL is judged by. */
export interface WebhookUrlRules {
  /** Public addresses and those that the operator allowed for webhooks. */
  readonly guard: UrlGuard;
  /** Only those that the operator allowed for webhooks. */
  readonly allowedRoutes: Pick<RouteFinder, "resolveAll">;
}

const allowListName = "EARSHOT_WEBHOOK_ALLOW_ADDRESSES";

/**
 * Judges webhook URLs: https to any public address; plain http only to addresses that the operator allowed, so a name
 * under http is looked up. The guard judges every delivery again, so a name that moves later gains nothing.
 */
export function buildWebhookUrlJudge({ guard, allowedRoutes }: WebhookUrlRules): UrlJudge {
  return async (text) => {
    const url = parseWebUrl(text);
    if (!url.ok) return refuseUrl(url.reason);
    const refusal = await findRefusal(guard, url);
    if (refusal !== null) {
      return refuseUrl(`${refusal} Give a public address, or have the operator list it in ${allowListName}.`);
    }
    const { hostname, port } = url;
    if (url.secure || (await allowedRoutes.resolveAll({ hostname, port })).ok) {
      return { accepted: true, url: url.href };
    }
    return refuseUrl(
      "A webhook endpoint must be https, so that nobody reads or alters notices on the way; give an https:// URL. " +
        `Plain http is only for addresses that the operator lists in ${allowListName}.`,
    );
  };
}
