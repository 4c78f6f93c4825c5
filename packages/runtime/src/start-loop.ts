/** How a loop has been doing. */
export interface LoopHealth {
  readonly name: string;
  readonly isRunning: boolean;
  readonly runs: number;
  readonly startedAt: Date | null;
  readonly lastSuccessAt: Date | null;
  /** Failures in a row since the last success. */
  readonly failures: number;
  readonly lastError: string | null;
}

/** A running loop. */
export interface Loop {
  /**
   * Runs as soon as possible instead of at the next due time: at once, or right after the run in hand. Resolves when
   * the run that was asked for has ended, well or not, or when the loop closes before it.
   */
  wake(): Promise<void>;
  health(): LoopHealth;
  /** Starts no further run, aborts the signal given to the run in hand, and waits for that run to end. */
  close(): Promise<void>;
}

/** What to run, and when. */
export interface LoopOptions<R> {
  readonly name: string;
  /** Time from the end of one run to the start of the next; a function takes it from the result (0: again at once). */
  readonly intervalMs: number | ((result: R) => number);
  readonly run: (signal: AbortSignal) => Promise<R> | R;
  readonly clock: () => Date;
  /** Told of each failure; the loop goes on. */
  readonly onError: (error: unknown, health: LoopHealth) => void;
  /** Time before the first run. */
  readonly firstDelayMs?: number;
  /** Share of each delay that is random, either way, so that processes started together drift apart. */
  readonly jitter?: number;
  /** Delay after the first failure, doubled with each further one. */
  readonly errorDelayMs?: number;
  readonly errorDelayMsMax?: number;
  /** A number in [0, 1). */
  readonly random?: () => number;
}

/** Starts a supervised periodic loop: one run at a time, a failure is reported and backed off from, never fatal. */
export function startLoop<R>(options: LoopOptions<R>): Loop {
  const { run, clock, onError, jitter = 0.1, random = Math.random } = options;
  const { errorDelayMs = 1_000, errorDelayMsMax = 30_000 } = options;
  const stopping = new AbortController();
  let state: LoopHealth = {
    name: options.name,
    isRunning: false,
    runs: 0,
    startedAt: null,
    lastSuccessAt: null,
    failures: 0,
    lastError: null,
  };
  let waiters: (() => void)[] = [];
  let interrupt: () => void = () => {};

  async function runOnce(): Promise<number> {
    state = { ...state, isRunning: true, runs: state.runs + 1, startedAt: clock() };
    try {
      const result = await run(stopping.signal);
      state = { ...state, isRunning: false, lastSuccessAt: clock(), failures: 0, lastError: null };
      return typeof options.intervalMs === "function" ? options.intervalMs(result) : options.intervalMs;
    } catch (error) {
      // A run that was told to stop may well throw; that is no failure.
      if (stopping.signal.aborted) return 0;
      const lastError = error instanceof Error ? error.message : String(error);
      state = { ...state, isRunning: false, failures: state.failures + 1, lastError };
      onError(error, state);
      return Math.min(errorDelayMs * 2 ** (state.failures - 1), errorDelayMsMax);
    } finally {
      state = { ...state, isRunning: false };
    }
  }

  async function supervise(): Promise<void> {
    let delayMs = options.firstDelayMs ?? 0;
    while (!stopping.signal.aborted) {
      if (waiters.length === 0) await pause(delayMs * (1 + jitter * (2 * random() - 1)));
      if (stopping.signal.aborted) break;
      const served = waiters;
      waiters = [];
      delayMs = await runOnce();
      for (const settle of served) settle();
    }
    for (const settle of waiters) settle();
  }

  function pause(delayMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, Math.max(0, delayMs));
    interrupt = () => {
      clearTimeout(timer);
      resolve();
    };
    return promise;
  }

  const finished = supervise();
  return {
    wake() {
      if (stopping.signal.aborted) return Promise.resolve();
      const { promise, resolve } = Promise.withResolvers<void>();
      waiters.push(resolve);
      interrupt();
      return promise;
    },
    health: () => state,
    close() {
      stopping.abort(new Error(`loop ${options.name} is closing`));
      interrupt();
      return finished;
    },
  };
}
