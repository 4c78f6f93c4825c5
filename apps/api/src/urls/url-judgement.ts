/** Whether a URL is acceptable; `reason` is a sentence that says why not and what to do. `url` is its WHATWG serialization. */
export type UrlJudgement =
  | { readonly accepted: true; readonly url: string }
  | { readonly accepted: false; readonly reason: string };

/** Judges a URL that a stranger gave us, before anything is stored. */
export type UrlJudge = (text: string) => UrlJudgement | Promise<UrlJudgement>;

/** Refuses with a sentence. */
export function refuseUrl(reason: string): UrlJudgement {
  return { accepted: false, reason };
}
