import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createInterface, type Interface } from "node:readline";

/** The notifier in a process of its own, as in a fleet. */
export interface BenchNotifier {
  /** Processor time used so far, user and system. */
  cpuMs(): number;
  close(): Promise<void>;
}

/** The kernel's unit of processor time in /proc, on every Linux that Node runs on. */
const tickMs = 10;

/** Starts the notifier and waits until it runs; `launcher` is put before the command line, to pin it to a core. */
export async function startBenchNotifier(
  launcher: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<BenchNotifier> {
  const file = new URL("../src/main.ts", import.meta.url).pathname;
  const [command = process.execPath, ...words] = [...launcher, process.execPath, file];
  const child = spawn(command, words, {
    env: {
      PATH: process.env["PATH"] ?? "",
      LOG_LEVEL: "info",
      ...env,
      ...(process.env["PROF"] && { NODE_OPTIONS: "--cpu-prof --cpu-prof-dir=/tmp/prof" }),
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error("the notifier could not be started");
  await untilSaid(createInterface({ input: child.stderr }), /notifier is running/);
  return {
    cpuMs: () => cpuMsOf(pid),
    close: async () => {
      child.kill();
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}

async function untilSaid(lines: Interface, wanted: RegExp): Promise<void> {
  const said = Promise.withResolvers<void>();
  lines.on("line", (line) => {
    if (wanted.test(line)) said.resolve();
    else if (/"level":(4|5|6)0/.test(line)) process.stderr.write(`${line}\n`);
  });
  await said.promise;
}

/** Processor time of a process in milliseconds (proc(5): fields 14 and 15 of its stat); 0 of one that has ended. */
function cpuMsOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * tickMs;
  } catch {
    return 0;
  }
}

/** Processor time of the PostgreSQL whose data directory this is: every process that has it as working directory. */
export function cpuMsOfPostgres(dataDir: string): number {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids
    .filter((pid) => workingDirectoryOf(pid)?.startsWith(dataDir))
    .reduce((sum, pid) => sum + cpuMsOf(Number(pid)), 0);
}

function workingDirectoryOf(pid: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}
