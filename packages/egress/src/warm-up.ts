import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { Client } from "undici";

/**
 * Makes undici compile its parser, which it does at the first response: some ten milliseconds that would else count as
 * the first server's. Talks to nobody: the answer comes from a stream in this process.
 */
export async function warmUp(): Promise<void> {
  const client = new Client("http://warm-up.invalid", {
    // undici asks no more of a socket than a stream has.
    connect: (_options, callback) =>
      queueMicrotask(() => callback(null, new AnsweringStream() as Duplex as Socket)),
  });
  const { body } = await client.request({ path: "/", method: "GET" });
  await body.dump();
  await client.destroy();
}

/** Answers whatever is written to it. */
class AnsweringStream extends Duplex {
  override _read(): void {
    // What there is to be read is pushed when something was written.
  }

  override _write(_chunk: unknown, _encoding: BufferEncoding, callback: () => void): void {
    this.push("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    callback();
  }
}
