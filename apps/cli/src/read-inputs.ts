import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

const aheadMax = 10_000;

/**
 * The inputs of a command: its arguments, or one per line of standard input where an argument is `-`. Lines are read
 * as they come, and an empty line is an input too: what is asked with it must be answered. `onInput` is called for each
 * input once it is known, up to ten thousand lines before its turn, so that a progress bar can tell how many there are.
 */
export async function* readInputs(
  args: readonly string[],
  stdin: Readable,
  onInput: () => void = () => {},
): AsyncGenerator<string> {
  for (const arg of args) if (arg !== "-") onInput();
  for (const arg of args) {
    if (arg === "-") yield* readAhead(stdin, onInput);
    else yield arg;
  }
}

async function* readAhead(stdin: Readable, onInput: () => void): AsyncGenerator<string> {
  const lines = createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY });
  const ahead: string[] = [];
  let isEnded = false;
  let wake = () => {};
  lines.on("line", (line) => {
    ahead.push(line);
    onInput();
    if (ahead.length >= aheadMax) lines.pause();
    wake();
  });
  lines.on("close", () => {
    isEnded = true;
    wake();
  });
  try {
    for (;;) {
      for (let at = 0; at < ahead.length; at += 1) yield ahead[at] ?? "";
      ahead.length = 0;
      if (isEnded) return;
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      lines.resume();
      await woken;
    }
  } finally {
    lines.close();
  }
}
