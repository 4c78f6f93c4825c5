/** A map that forgets what was not asked for the longest when it is full. */
export interface BoundedCache<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
  values(): IterableIterator<Value>;
  readonly size: number;
}

/** An empty cache of at most `entriesMax` entries. */
export function createBoundedCache<Key, Value>(entriesMax: number): BoundedCache<Key, Value> {
  const entries = new Map<Key, Value>();
  return {
    get(key) {
      const value = entries.get(key);
      if (value === undefined) return undefined;
      // A Map keeps the order of insertion, so putting the entry back makes it the youngest.
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set(key, value) {
      entries.delete(key);
      entries.set(key, value);
      if (entries.size <= entriesMax) return;
      const oldest = entries.keys().next();
      if (!oldest.done) entries.delete(oldest.value);
    },
    values: () => entries.values(),
    get size() {
      return entries.size;
    },
  };
}
