import { inTransaction, type ProbeOutcome, type Store, saveProbes } from "@earshot/storage";

/** Writes the outcomes of sound probes, those of all jobs in hand together. */
export interface ProbeRecorder {
  /**
   * Records outcomes under their claims, and resolves when they are committed; those whose claim was lost are left
   * out. Rejects when the store cannot take them: a fault of ours, after which the URLs are due again.
   */
  record(outcomes: readonly ProbeOutcome[]): Promise<void>;
}

interface Entry {
  readonly outcomes: readonly ProbeOutcome[];
  readonly done: PromiseWithResolvers<void>;
}

/** Outcomes in one transaction: beyond this the cost of each no longer falls. */
const batchMax = 250;
/** Classes of SQLSTATE that blame the data: 22 data exception, 23 constraint violation, 54 limit exceeded. */
const blamesData = /^(22|23|54)/;

/**
 * Opens a recorder. It writes at once when it is idle; what comes while it writes goes with the next transaction, so
 * that batches grow with the load and nobody ever waits for a batch to fill. What one outcome is at fault for does
 * not befall the others.
 */
export function openProbeRecorder(store: Store, clock: () => Date): ProbeRecorder {
  let waiting: readonly Entry[] = [];
  let isWriting = false;

  async function write(entries: readonly Entry[]): Promise<void> {
    try {
      const outcomes = entries.flatMap((entry) => entry.outcomes);
      await inTransaction(store, (tx) => saveProbes(tx, { outcomes, now: clock() }));
      for (const { done } of entries) done.resolve();
    } catch (error) {
      if (entries.length > 1 && isDataAtFault(error)) for (const entry of entries) await write([entry]);
      else for (const { done } of entries) done.reject(error);
    }
  }
  async function writeAll(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = takeBatch(waiting);
      waiting = waiting.filter((entry) => !batch.includes(entry));
      await write(batch);
    }
    isWriting = false;
  }
  return {
    record(outcomes) {
      const entry = { outcomes, done: Promise.withResolvers<void>() };
      waiting = [...waiting, entry];
      if (!isWriting) void writeAll();
      return entry.done.promise;
    },
  };
}

/** The longest waiting, no URL twice: two may come in for one whose lease ended, and only one of them counts. */
function takeBatch(waiting: readonly Entry[]): readonly Entry[] {
  const batch: Entry[] = [];
  const ids = new Set<number>();
  for (const entry of waiting) {
    if (batch.length > 0 && ids.size + entry.outcomes.length > batchMax) break;
    if (entry.outcomes.some(({ mediaId }) => ids.has(mediaId))) continue;
    for (const { mediaId } of entry.outcomes) ids.add(mediaId);
    batch.push(entry);
  }
  return batch;
}

function isDataAtFault(error: unknown): boolean {
  return (
    error instanceof Error && "code" in error && typeof error.code === "string" && blamesData.test(error.code)
  );
}
