import {
  type BatchWriter,
  type HostCheckOutcome,
  inTransaction,
  openBatchWriter,
  type Store,
  saveHostChecks,
} from "@earshot/storage";

/** Writes host checks that change nothing, those of all jobs in hand together. Those whose claim was lost are left out. */
export type CheckRecorder = BatchWriter<HostCheckOutcome>;

const outcomesMax = 100;

/** Opens a recorder. Two may come in for one host whose lease ended; they never meet in one transaction. */
export function openCheckRecorder(store: Store, clock: () => Date): CheckRecorder {
  return openBatchWriter({
    save: (outcomes) => inTransaction(store, (tx) => saveHostChecks(tx, { outcomes, now: clock() })),
    keyOf: ({ hostId }) => hostId,
    itemsMax: outcomesMax,
  });
}
