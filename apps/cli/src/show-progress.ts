import { clearLine, cursorTo } from "node:readline";
import { SingleBar } from "cli-progress";

/** Progress of a run over many inputs, on standard error. */
export interface Progress {
  add(total: number): void;
  step(): void;
  /** Prints something where the bar is, and draws the bar again below. */
  above(print: () => Promise<void>): Promise<void>;
  stop(): void;
}

// The bar goes back to the position saved last when it stops, and wipes that line.
const saveCursor = "\u001b7";

const silent: Progress = { add: () => {}, step: () => {}, above: (print) => print(), stop: () => {} };

/**
 * A progress bar on standard error while that is a terminal; otherwise nothing. `add` makes the total grow, since the
 * number of inputs on standard input is not known beforehand.
 */
export function showProgress(what: string): Progress {
  if (!process.stderr.isTTY) return silent;
  const bar = new SingleBar({
    format: `${what} [{bar}] {value}/{total}, {eta_formatted} left`,
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    // Left to itself it forbids the terminal to wrap lines, ours included.
    linewrap: true,
    forceRedraw: true,
    barsize: Math.max(10, Math.min(40, process.stderr.columns - 40)),
  });
  let total = 0;
  bar.start(0, 0);
  return {
    add(count) {
      total += count;
      bar.setTotal(total);
    },
    step: () => bar.increment(),
    above: async (print) => {
      if (!process.stdout.isTTY) return print();
      cursorTo(process.stderr, 0);
      clearLine(process.stderr, 0);
      await print();
      process.stderr.write(saveCursor);
      bar.render();
    },
    stop: () => bar.stop(),
  };
}
