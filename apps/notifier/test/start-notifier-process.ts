import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** A notifier in a process of its own, whose time the test moves. */
export interface NotifierProcess {
  /** Sets how far its time is ahead of the real one. */
  setAhead(aheadMs: number): void;
  /** Kills it without a chance to say goodbye. */
  kill(): Promise<void>;
}

/** Starts it; it ends with the test's process at the latest. */
export function startNotifierProcess(
  env: Readonly<Record<string, string>>,
  aheadMs: number,
): NotifierProcess {
  const file = new URL("server/notifier-in-time.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env["PATH"] ?? "", LOG_LEVEL: "error", ...env },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  child.on("error", () => {});
  const setAhead = (ms: number) => void child.send({ aheadMs: ms }, () => {});
  setAhead(aheadMs);
  return { setAhead, kill: () => kill(child) };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}
