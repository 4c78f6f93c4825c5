import {
  type BatchWriter,
  inTransaction,
  openBatchWriter,
  type ProbeOutcome,
  type Store,
  saveProbes,
} from "@earshot/storage";

/** Writes the outcomes of sound probes, those of all jobs in hand together. Those whose claim was lost are left out. */
export type ProbeRecorder = BatchWriter<ProbeOutcome>;

const outcomesMax = 250;

/** Opens a recorder. Two may come in for one URL whose lease ended; they never meet in one transaction. */
export function openProbeRecorder(store: Store, clock: () => Date): ProbeRecorder {
  return openBatchWriter({
    save: (outcomes) => inTransaction(store, (tx) => saveProbes(tx, { outcomes, now: clock() })),
    keyOf: ({ mediaId }) => mediaId,
    itemsMax: outcomesMax,
  });
}
