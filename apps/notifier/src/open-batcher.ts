/** Gathers items that come one by one into batches. */
export interface Batcher<T> {
  /** Resolves once the item's batch was carried out; rejects when that failed for this item. */
  add(item: T): Promise<void>;
}

interface Waiting<T> {
  readonly item: T;
  readonly settled: PromiseWithResolvers<void>;
}

/**
 * Opens a batcher that carries out one batch at a time: whatever came while it did is the next one. So a lone item waits
 * for nobody, and a crowd shares its cost. When a batch of several fails, each is carried out by itself, so that none is
 * failed by another's fault.
 */
export function openBatcher<T>(
  carryOut: (batch: readonly T[]) => Promise<void>,
  options: { readonly batchMax: number },
): Batcher<T> {
  let waiting: Waiting<T>[] = [];
  let isBusy = false;

  async function run(batch: readonly Waiting<T>[]): Promise<void> {
    try {
      await carryOut(batch.map(({ item }) => item));
      for (const { settled } of batch) settled.resolve();
    } catch (error) {
      if (batch.length === 1) for (const { settled } of batch) settled.reject(error);
      else for (const one of batch) await run([one]);
    }
  }

  async function runAll(): Promise<void> {
    isBusy = true;
    // What else happens in this turn of the event loop comes along.
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      const batch = waiting.slice(0, options.batchMax);
      waiting = waiting.slice(options.batchMax);
      await run(batch);
    }
    isBusy = false;
  }

  return {
    add(item) {
      const settled = Promise.withResolvers<void>();
      waiting.push({ item, settled });
      if (!isBusy) void runAll();
      return settled.promise;
    },
  };
}
