import {
  beginClaim,
  commitClaims,
  readDeliveriesForAttempt,
  type SecretBox,
  type Store,
} from "@earshot/storage";
import { type AttemptDeps, attemptDelivery, type MadeAttempt } from "./attempt-delivery.ts";
import type { Batcher } from "./open-batcher.ts";

/** What delivering needs. */
export interface DeliverDeps extends AttemptDeps {
  readonly store: Store;
  readonly box: SecretBox;
  /** Longer than an attempt can take, so that a lease never ends under one that is being made. */
  readonly leaseMs: number;
  readonly recorder: Batcher<MadeAttempt>;
}

/** Deliveries that were claimed together. */
export interface ClaimedDeliveries {
  readonly claimId: string;
  readonly deliveryIds: readonly number[];
}

/**
 * Makes one attempt at each delivery whose claim still holds, side by side, and records what came of it. An attempt and
 * what follows from it commit together under the claim: a crash in between leaves the delivery due again, with the same
 * `webhook-id` or `Message-ID`, so a receiver may see a notice twice but never misses one.
 */
export async function deliverNotices(deps: DeliverDeps, claimed: ClaimedDeliveries): Promise<void> {
  const { store, box, clock, leaseMs, recorder } = deps;
  const { claimId, deliveryIds } = claimed;
  const claim = { kind: "delivery", claimId, ids: deliveryIds, leaseMs, now: clock() } as const;
  const owned = await beginClaim(store.db, claim);
  const deliveries = await readDeliveriesForAttempt(store.db, box, owned, clock());
  const due = deliveries.filter(({ state, endpoint }) => state === "pending" && endpoint.enabled);
  const dueIds = new Set(due.map(({ id }) => id));
  await dropFromSchedule(
    deps,
    claimId,
    owned.filter((id) => !dueIds.has(id)),
  );
  const ends = await Promise.allSettled(
    due.map(async (delivery) => recorder.add(await attemptDelivery(deps, delivery, claimId))),
  );
  const failure = ends.find((end) => end.status === "rejected");
  if (failure !== undefined) throw failure.reason;
}

/** What was delivered, cancelled or deleted meanwhile has nothing more to wait for. */
async function dropFromSchedule(
  { store, clock }: DeliverDeps,
  claimId: string,
  ids: readonly number[],
): Promise<void> {
  if (ids.length === 0) return;
  const outcomes = ids.map((id) => ({ claimId, id, dueAt: null, lane: "hot" }) as const);
  await commitClaims(store.db, { kind: "delivery", outcomes, now: clock() });
}
