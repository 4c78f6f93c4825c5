import type { Logger } from "@earshot/runtime";
import { type FailedSubject, failClaim, isStoreAway, type Store } from "@earshot/storage";

/** What setting aside needs. */
export interface SetAsideDeps {
  readonly store: Store;
  readonly log: Logger;
  readonly clock: () => Date;
  /** How long work on one subject may take; three minutes unless given. */
  readonly watchdogMs?: number;
}

/** No look and no crawl takes so long by its own deadlines, the waits for the store included. */
const watchdogMsDefault = 3 * 60_000;

/**
 * Does the work on one subject, for so long at most: what has not ended by then hangs in our own code. When it ends in a fault of ours, the subject is given back to be tried later and later, and ops are told; the others of its
 * batch go on. Rejects only when the store is away, which is not the subject's fault: the queue tries the job again.
 */
export async function orSetAside(
  { store, log, clock, watchdogMs = watchdogMsDefault }: SetAsideDeps,
  subject: Omit<FailedSubject, "now">,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await endsWithin(work(), watchdogMs);
  } catch (error) {
    if (isStoreAway(error)) throw error;
    const failed = await failClaim(store.db, { ...subject, now: clock() });
    if (failed === undefined) return;
    const { kind, id } = subject;
    const event = failed.isSetAside ? "subject.set-aside" : "subject.failed";
    const message = failed.isSetAside
      ? "our own code fails on this subject again and again: it is set aside, and tried once a day"
      : "our own code failed on this subject, trying it again later";
    log.error({ err: error, event, kind, id, ...failed }, message);
  }
}

/** Rejects when the work has not ended in time. What hangs cannot be stopped, but it holds nobody up any more. */
function endsWithin(work: Promise<void>, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`work on a subject has not ended within ${timeoutMs / 1_000} s: it hangs`)),
      timeoutMs,
    );
    // What it says when it ends after all changes nothing, and is of no use to anybody.
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
