import type { Fault } from "@earshot/domain";

const tickMs = 100;
const lagMaxMs = 500;

/**
 * Watches how late this process's event loop runs. A time-out that fires while the loop was held up says more about
 * us than about the target, so such faults are marked as in doubt.
 */
export class LoopLagWatch {
  #tickedAt = performance.now();
  #laggedAt = Number.NEGATIVE_INFINITY;
  readonly #timer: NodeJS.Timeout;

  constructor() {
    this.#timer = setInterval(() => this.#tick(), tickMs).unref();
  }

  /** Whether the loop was held up for more than 500 ms at any moment since `startedAt` (a `performance.now()` value). */
  laggedSince(startedAt: number): boolean {
    const now = performance.now();
    return this.#laggedAt >= startedAt || now - Math.max(this.#tickedAt, startedAt) > lagMaxMs + tickMs;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const now = performance.now();
    if (now - this.#tickedAt > lagMaxMs + tickMs) this.#laggedAt = now;
    this.#tickedAt = now;
  }
}

/** The faults, with time-outs in doubt when the loop was held up since `startedAt` (`performance.now()`). */
export function doubtIfLagged(
  lag: LoopLagWatch,
  faults: readonly Fault[],
  startedAt: number,
): readonly Fault[] {
  const isTimeout = ({ code }: Fault) => code.endsWith(".timeout");
  if (!faults.some(isTimeout) || !lag.laggedSince(startedAt)) return faults;
  return faults.map((fault) => (isTimeout(fault) ? { ...fault, doubt: true } : fault));
}
