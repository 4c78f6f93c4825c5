import { once } from "node:events";
import type { Writable } from "node:stream";

/** Writes a line and waits while the reader is slow, so that a long run needs bounded memory. */
export async function writeLine(stream: Writable, line: string): Promise<void> {
  if (!stream.write(`${line}\n`)) await once(stream, "drain");
}
