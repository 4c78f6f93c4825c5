import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";

/**
 * Something that tells one run of a process id from the next: the boot and the process's start time where /proc has
 * them, else what `ps` says. Undefined when no such process is alive.
 */
export function readProcessIdentity(pid: number): string | undefined {
  if (!isAlive(pid)) return undefined;
  const stat = readStat(pid);
  if (stat === undefined) return readFromPs(pid, "lstart=");
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return `${boot} ${stat[19]}`;
}

/** Whether `pid` is a live PostgreSQL server whose working directory is `clusterDir`. */
export function isPostmasterOf(pid: number, clusterDir: string): boolean {
  if (!isAlive(pid)) return false;
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return command.includes("postgres") && readlinkSync(`/proc/${pid}/cwd`) === clusterDir;
  } catch {
    return process.platform !== "linux" && (readFromPs(pid, "command=") ?? "").includes(clusterDir);
  }
}

/** Whether a process of this id runs. One that ended and that its parent has not noticed yet does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  return readStat(pid)?.[0] !== "Z";
}

/** The fields of /proc/<pid>/stat from the third (the state) on; undefined where there is no /proc. */
function readStat(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command in field 2 may hold spaces and parentheses, so fields are counted from its last ")".
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

function readFromPs(pid: number, column: string): string | undefined {
  try {
    const text = execFileSync("ps", ["-p", String(pid), "-o", column], { encoding: "utf8" }).trim();
    return text === "" ? undefined : text;
  } catch {
    return undefined;
  }
}
