import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** A receiver of webhooks in a process of its own, which answers 204 and counts. */
export interface BenchReceiver {
  readonly port: number;
  /** Forgets what came so far, and resolves with the arrival of the last one when `count` different notices have come. */
  untilReceived(count: number): Promise<Arrivals>;
  close(): Promise<void>;
}

/** What came in since the last count began. */
export interface Arrivals {
  /** When the last new notice came, in milliseconds since 1970. */
  readonly lastAtMs: number;
  /** Requests, repeated ones included. */
  readonly requests: number;
}

/** Starts the receiver; `launcher` is put before the command line, to pin it to a core. */
export async function startBenchReceiver(launcher: readonly string[]): Promise<BenchReceiver> {
  const file = new URL("server/webhook-receiver.ts", import.meta.url).pathname;
  const [command = process.execPath, ...words] = [...launcher, process.execPath, file];
  const child = spawn(command, words, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const { port } = await hear<{ port: number }>(child);
  return {
    port,
    untilReceived: (count) => {
      const heard = hear<Arrivals>(child);
      child.send({ count });
      return heard;
    },
    close: async () => {
      child.disconnect();
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}

/** The next message of our own program, whose shape the caller knows. */
async function hear<T>(child: ChildProcess): Promise<T> {
  const [message] = await once(child, "message");
  return message as T;
}
