/** Writes what many callers bring in few transactions. */
export interface BatchWriter<T> {
  /** Resolves when these are committed; rejects when the store cannot take them: a fault of ours. */
  write(items: readonly T[]): Promise<void>;
}

/** How a batch is written. */
export interface BatchWriterOptions<T> {
  /** Writes them in one transaction. */
  readonly save: (items: readonly T[]) => Promise<unknown>;
  /** What an item is about: no batch holds two of one, of which only one can count. */
  readonly keyOf: (item: T) => number;
  /** Items in one transaction: beyond some number the cost of each no longer falls. */
  readonly itemsMax: number;
}

interface Entry<T> {
  readonly items: readonly T[];
  readonly done: PromiseWithResolvers<void>;
}

/** Classes of SQLSTATE that blame the data: 22 data exception, 23 constraint violation, 54 limit exceeded. */
const blamesData = /^(22|23|54)/;

/**
 * Opens a writer. It writes at once when it is idle; what comes while it writes goes with the next transaction, so
 * that batches grow with the load and nobody ever waits for a batch to fill. What one item is at fault for does not
 * befall the others.
 */
export function openBatchWriter<T>(options: BatchWriterOptions<T>): BatchWriter<T> {
  let waiting: Entry<T>[] = [];
  let isWriting = false;

  async function save(entries: readonly Entry<T>[]): Promise<void> {
    try {
      await options.save(entries.flatMap(({ items }) => items));
      for (const { done } of entries) done.resolve();
    } catch (error) {
      if (entries.length > 1 && isDataAtFault(error)) for (const entry of entries) await save([entry]);
      else for (const { done } of entries) done.reject(error);
    }
  }
  async function saveAll(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      const { batch, rest } = takeBatch(waiting, options);
      waiting = rest;
      await save(batch);
    }
    isWriting = false;
  }
  return {
    write(items) {
      const entry = { items, done: Promise.withResolvers<void>() };
      waiting.push(entry);
      if (!isWriting) void saveAll();
      return entry.done.promise;
    },
  };
}

/** The longest waiting, and those that wait on. */
function takeBatch<T>(
  waiting: readonly Entry<T>[],
  { keyOf, itemsMax }: BatchWriterOptions<T>,
): { readonly batch: readonly Entry<T>[]; readonly rest: Entry<T>[] } {
  const batch: Entry<T>[] = [];
  const rest: Entry<T>[] = [];
  const keys = new Set<number>();
  for (const [index, entry] of waiting.entries()) {
    if (batch.length > 0 && keys.size + entry.items.length > itemsMax) {
      rest.push(...waiting.slice(index));
      break;
    }
    if (entry.items.some((item) => keys.has(keyOf(item)))) {
      rest.push(entry);
      continue;
    }
    for (const item of entry.items) keys.add(keyOf(item));
    batch.push(entry);
  }
  return { batch, rest };
}

function isDataAtFault(error: unknown): boolean {
  return (
    error instanceof Error && "code" in error && typeof error.code === "string" && blamesData.test(error.code)
  );
}
