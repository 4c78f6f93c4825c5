import type { Logger } from "pino";

/** Something with a lifetime. */
export interface Closeable {
  close(): Promise<unknown> | unknown;
}

/** What is open in one process or test, and how it is closed. */
export interface Scope {
  /** Aborted as soon as closing begins. */
  readonly signal: AbortSignal;
  /**
   * Registers a resource for closing and returns it. Resources close in the reverse of the order they opened in.
   * @throws ScopeClosedError, after closing the resource, when the scope was closed while it opened.
   */
  open<T extends Closeable>(name: string, resource: T | Promise<T>): Promise<T>;
  /** Registers a closer without a resource. */
  onClose(name: string, close: () => Promise<unknown> | unknown): void;
  /**
   * Runs every closer, also after one threw or hung. Further calls return the same promise.
   * @throws CloseError when any closer failed or did not finish in time.
   */
  close(): Promise<void>;
}

/** The scope was closed while something was still opening in it. */
export class ScopeClosedError extends Error {
  override name = "ScopeClosedError" as const;
}

/** Some resources did not close cleanly; `errors` holds one error for each, named after it. */
export class CloseError extends AggregateError {
  override name = "CloseError" as const;
}

/** How a scope closes. */
export interface ScopeOptions {
  readonly log?: Logger;
  /** Time for all closers together. */
  readonly closeTimeoutMs?: number;
}

interface Closer {
  readonly name: string;
  readonly close: () => Promise<unknown> | unknown;
}

/** A closer whose turn comes after the deadline still gets this long: the last to close is the store, which needs it most. */
const graceMs = 1_000;

/** Opens an empty scope: things are opened in order and closed in reverse, each by its name, within a deadline (20 s). */
export function openScope(options: ScopeOptions = {}): Scope {
  const { log, closeTimeoutMs = 20_000 } = options;
  const closers: Closer[] = [];
  const closing = new AbortController();
  let closed: Promise<void> | undefined;

  async function closeAll(): Promise<void> {
    closing.abort(new ScopeClosedError("the scope is closing"));
    const deadline = performance.now() + closeTimeoutMs;
    const errors: Error[] = [];
    for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) {
      const error = await closeOne(closer, Math.max(deadline - performance.now(), graceMs));
      log?.debug({ resource: closer.name, ...(error && { err: error }) }, "closed");
      if (error !== undefined) errors.push(error);
    }
    if (errors.length > 0) throw new CloseError(errors, errors.map(({ message }) => message).join("; "));
  }

  return {
    signal: closing.signal,
    async open(name, resource) {
      const opened = await resource;
      if (closing.signal.aborted) {
        await opened.close();
        throw new ScopeClosedError(`closed while ${name} was opening`);
      }
      closers.push({ name, close: () => opened.close() });
      log?.debug({ resource: name }, "opened");
      return opened;
    },
    onClose(name, close) {
      closers.push({ name, close });
    },
    close() {
      closed ??= closeAll();
      return closed;
    },
  };
}

async function closeOne(closer: Closer, timeoutMs: number): Promise<Error | undefined> {
  const timedOut = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => timedOut.reject(new Error(`did not close within ${Math.round(timeoutMs)} ms`)),
    timeoutMs,
  );
  try {
    await Promise.race([(async () => closer.close())(), timedOut.promise]);
    return undefined;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new Error(`${closer.name}: ${reason}`, { cause });
  } finally {
    clearTimeout(timer);
  }
}
