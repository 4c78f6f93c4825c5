import type { Store } from "../schema/open-store.ts";
import type { StorageLog } from "../storage-log.ts";
import { type ClaimedIds, renewClaim } from "./hold-claim.ts";

/** A claim to be kept while work goes on. */
export interface KeptClaim extends Pick<ClaimedIds, "kind" | "claimId"> {
  readonly leaseMs: number;
  /** Those of its subjects whose outcome is not recorded yet. */
  readonly pending: () => readonly number[];
  readonly clock: () => Date;
  readonly log: StorageLog;
}

/** So often within a lease it is renewed: two renewals may fail. */
const renewalsPerLease = 3;

/**
 * Renews the lease on what is still pending until the work ends, however long that takes; a process that dies or hangs
 * renews nothing. Losing a claim is found out when its outcome is recorded.
 */
export async function keepClaim<T>(store: Store, kept: KeptClaim, work: () => Promise<T>): Promise<T> {
  const { kind, claimId, leaseMs, pending, clock, log } = kept;
  const timer = setInterval(() => {
    const ids = pending();
    if (ids.length === 0) return;
    renewClaim(store.db, { kind, claimId, ids, leaseMs, now: clock() }).catch((error: unknown) => {
      log.warn({ err: error, claim: claimId }, "a lease was not renewed; others may take the work over");
    });
  }, leaseMs / renewalsPerLease);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
