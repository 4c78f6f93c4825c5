import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** Whether processes can be kept on one core each; without, every figure is of a machine whose parts compete. */
export const canPin: boolean = spawnSync("taskset", ["-V"]).status === 0;

/** Put before a command line, keeps it on one core. */
export function onCore(core: number): readonly string[] {
  return canPin ? ["taskset", "-c", String(core)] : [];
}

/** Moves this process to one core; what it starts afterwards inherits that. */
export function stayOnCore(core: number): void {
  if (canPin) spawnSync("taskset", ["-acp", String(core), String(process.pid)]);
}

/** The child of this process that runs a program of that name. */
export function requireChild(name: string): number {
  for (const pid of readdirSync("/proc")) {
    const stat = /^\d+$/.test(pid) ? readStat(pid) : null;
    if (stat?.parent === process.pid && stat.name === name) return Number(pid);
  }
  throw new Error(`no ${name} runs below this process`);
}

interface Stat {
  readonly name: string;
  readonly parent: number;
  readonly cpuMs: number;
}

/** Fields 2, 4, 14 and 15 of a process's stat file (proc(5)): its name, its parent, and its user and system time in ticks of 10 ms. */
function readStat(pid: number | string): Stat | null {
  try {
    const [, name = "", rest = ""] =
      /^\d+ \((.*)\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    const fields = rest.split(" ");
    return { name, parent: Number(fields[1]), cpuMs: (Number(fields[11]) + Number(fields[12])) * 10 };
  } catch {
    // It has ended meanwhile.
    return null;
  }
}

/** Processor time of a process so far, in milliseconds. */
export function cpuMsOf(pid: number): number {
  return readStat(pid)?.cpuMs ?? 0;
}

/**
 * How long a process's main thread ran or was kept waiting for its core so far, in milliseconds (schedstat of proc(5)):
 * had it the core for itself, it would have done its work in that time.
 */
export function readyMsOf(pid: number): number {
  const [ran = 0, waited = 0] = readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ").map(Number);
  return (ran + waited) / 1_000_000;
}

/** Processor time of a process and of everything below it that still lives. */
export function treeCpuMsOf(pid: number): number {
  const stats = new Map<number, Stat>();
  for (const name of readdirSync("/proc")) {
    const stat = /^\d+$/.test(name) ? readStat(name) : null;
    if (stat !== null) stats.set(Number(name), stat);
  }
  const isBelow = (one: number): boolean => {
    const stat = stats.get(one);
    return one === pid || (stat !== undefined && stat.parent > 1 && isBelow(stat.parent));
  };
  let sum = 0;
  for (const [one, { cpuMs }] of stats) if (isBelow(one)) sum += cpuMs;
  return sum;
}

/** What a process holds in memory, in megabytes. */
export function memoryOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1_024;
}
