import type { Env } from "@earshot/runtime";
import type { Store } from "@earshot/storage";
import type { Auth } from "../../auth/open-auth.ts";
import type { UrlJudge } from "../../urls/url-judgement.ts";

/** What the feed routes stand on. */
export interface FeedRoutes {
  readonly auth: Auth;
  readonly store: Store;
  readonly clock: () => Date;
  readonly judgeFeedUrl: UrlJudge;
  /** How much one account may watch. */
  readonly env: Pick<Env, "feedsMax" | "enclosuresMax">;
}
