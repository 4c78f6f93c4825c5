import { findRefusal, type UrlGuard } from "./find-refusal.ts";
import { parseWebUrl } from "./parse-web-url.ts";
import { refuseUrl, type UrlJudge } from "./url-judgement.ts";

/**
 * Judges feed URLs: http(s), no userinfo, at most 2,048 characters, and no literal address, port or local name that
 * the guard would refuse.
 */
export function buildFeedUrlJudge(guard: UrlGuard): UrlJudge {
  return async (text) => {
    const url = parseWebUrl(text);
    if (!url.ok) return refuseUrl(url.reason);
    const refusal = await findRefusal(guard, url);
    if (refusal === null) return { accepted: true, url: url.href };
    return refuseUrl(`${refusal} Give a URL that listeners on the internet can reach.`);
  };
}
