import type { Readable } from "node:stream";

/** What a client that does not read may make us hold. */
const unsentBytesMax = 1_048_576;

/** Sends a piece of text, or drops a client that does not read. */
export function sendText(stream: Readable, text: string): void {
  if (stream.destroyed || stream.readableEnded) return;
  if (stream.readableLength > unsentBytesMax) stream.destroy();
  else stream.push(text);
}
