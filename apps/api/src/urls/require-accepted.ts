import { Problem } from "../http/problem.ts";
import type { UrlJudgement } from "./url-judgement.ts";

/** The URL that a judge accepted; a refusal becomes a problem that blames the body's field `url`. */
export function requireAccepted(judgement: UrlJudgement): string {
  if (judgement.accepted) return judgement.url;
  throw new Problem("url-refused", judgement.reason, {
    errors: [{ path: "url", message: judgement.reason }],
  });
}
