import type { Store } from "@earshot/storage";
import type { Auth } from "../../auth/open-auth.ts";

/** What the routes of maintenance windows and mutes stand on. */
export interface SilenceRoutes {
  readonly auth: Auth;
  readonly store: Store;
  readonly clock: () => Date;
}
