/** The part of a logger that this package writes to; a pino logger fits. */
export interface QueueLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const quietMs = 10_000;

/**
 * A listener that logs errors of a connection: each message once, then at most every 10 s with a count, since an
 * engine that is away makes every connection complain at every attempt.
 */
export function buildErrorListener(log: QueueLog, fields: object): (error: Error) => void {
  const seen = new Map<string, { untilMs: number; suppressed: number }>();
  return (error) => {
    const key = error.message;
    const entry = seen.get(key);
    if (entry !== undefined && performance.now() < entry.untilMs) {
      entry.suppressed++;
      return;
    }
    if (seen.size > 100) seen.clear();
    seen.set(key, { untilMs: performance.now() + quietMs, suppressed: 0 });
    log.error({ ...fields, err: error, suppressed: entry?.suppressed ?? 0 }, "queue engine trouble");
  };
}
