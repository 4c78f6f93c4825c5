/** Something measured as of an instant. */
export interface Reader<T> {
  /** As it is now, or was moments ago. */
  read(): Promise<T>;
}

/** Measures once in `reuseMs` at most, however many ask. A failure is told to whoever waits for it, and not kept. */
export function reuseReading<T>(measure: () => Promise<T>, reuseMs: number): Reader<T> {
  let latest: { readonly startedAt: number; readonly reading: Promise<T> } | undefined;
  return {
    read() {
      const startedAt = performance.now();
      if (latest !== undefined && startedAt - latest.startedAt < reuseMs) return latest.reading;
      const reading = measure();
      latest = { startedAt, reading };
      reading.catch(() => {
        if (latest?.reading === reading) latest = undefined;
      });
      return reading;
    },
  };
}
