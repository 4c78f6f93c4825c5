import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/**
 * The inputs of a command: its arguments, or one per line of standard input where an argument is `-`. Lines are read
 * as they come, and an empty line is an input too: what is asked with it must be answered.
 */
export async function* readInputs(args: readonly string[], stdin: Readable): AsyncGenerator<string> {
  for (const arg of args) {
    if (arg === "-") yield* createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY });
    else yield arg;
  }
}
