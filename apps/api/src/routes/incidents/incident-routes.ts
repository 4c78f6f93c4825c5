import type { Db } from "@earshot/storage";
import type { Auth } from "../../auth/open-auth.ts";

/** What the incident routes stand on. */
export interface IncidentRoutes {
  readonly auth: Auth;
  readonly db: Db;
  readonly clock: () => Date;
}
