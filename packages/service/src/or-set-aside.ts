import type { Logger } from "@earshot/runtime";
import { type FailedSubject, failClaim, type Store } from "@earshot/storage";

/** What setting aside needs. */
export interface SetAsideDeps {
  readonly store: Store;
  readonly log: Logger;
  readonly clock: () => Date;
}

/**
 * Does the work on one subject. When it ends in a fault of ours, the subject is given back to be tried later and later,
 * and ops are told; the others of its batch go on. Rejects only when the store cannot take that either, since then the
 * fault is not the subject's, and the queue tries the whole job again.
 */
export async function orSetAside(
  { store, log, clock }: SetAsideDeps,
  subject: Omit<FailedSubject, "now">,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
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
