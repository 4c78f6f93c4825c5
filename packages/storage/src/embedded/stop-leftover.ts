import { readFileSync, realpathSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { StorageLog } from "../storage-log.ts";
import { isAlive, isPostmasterOf } from "./process-identity.ts";

/**
 * Makes way for a start: a server that an earlier process left running on the cluster is stopped, and a
 * `postmaster.pid` that names anything else is disarmed: some other program (after a reboot its id belongs to somebody
 * else), or a server that was killed and that its parent has not noticed yet, which PostgreSQL takes for alive.
 */
export async function stopLeftover(clusterDir: string, log: StorageLog): Promise<void> {
  const pidFile = `${clusterDir}/postmaster.pid`;
  const content = readIfThere(pidFile);
  const pid = Number.parseInt(content ?? "", 10);
  if (content === undefined || !Number.isInteger(pid) || pid <= 0) return;
  if (isPostmasterOf(pid, realpathSync(clusterDir))) {
    log.warn({ pid }, "An earlier run left its PostgreSQL running; stopping it");
    await stopPostmaster(pid);
    return;
  }
  // PostgreSQL takes a file with its parent's id for stale, and still looks for shared memory in use by the rest of
  // the file, a check that removing it would skip.
  writeFileSync(pidFile, content.replace(/^\d+/, String(process.pid)));
}

/** Stops a server that is not our child: fast, then immediate, then by force. */
async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, patienceMs] of [
    ["SIGINT", 10_000],
    ["SIGQUIT", 5_000],
    ["SIGKILL", 5_000],
  ] as const) {
    signalIfAlive(pid, signal);
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline) {
      if (!isAlive(pid)) return;
      await sleep(20);
    }
  }
  throw new Error(
    `A PostgreSQL left running by an earlier start (process ${pid}) does not stop; stop it by hand.`,
  );
}

function signalIfAlive(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
