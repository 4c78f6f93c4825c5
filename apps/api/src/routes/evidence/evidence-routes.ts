import type { Db } from "@earshot/storage";
import type { Auth } from "../../auth/open-auth.ts";

/** What the routes of evidence stand on. */
export interface EvidenceRoutes {
  readonly auth: Auth;
  readonly db: Db;
  readonly clock: () => Date;
  /** Where this API is reached from outside, for links. */
  readonly publicUrl: string;
}
