/** Milliseconds to wait after the given failed attempt (1 for the first). */
export type Backoff = (failedAttempts: number) => number;

/** Doubles from `firstMs` with each failed attempt, up to `maxMs`. */
export function doubling(options: { readonly firstMs: number; readonly maxMs: number }): Backoff {
  return (failedAttempts) => Math.min(options.firstMs * 2 ** (failedAttempts - 1), options.maxMs);
}
