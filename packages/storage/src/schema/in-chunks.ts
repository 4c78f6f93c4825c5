const chunkSize = 5_000;

/** Splits a list into parts small enough for one statement each. */
export function* inChunks<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < list.length; start += chunkSize) yield list.slice(start, start + chunkSize);
}
