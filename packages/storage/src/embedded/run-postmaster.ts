import { type ChildProcess, spawn } from "node:child_process";
import type { StorageLog } from "../storage-log.ts";
import type { Cluster } from "./prepare-cluster.ts";

/** A running server, a child of this process. */
export interface Postmaster {
  readonly pid: number;
  /** Settles with a description when the server has ended, whoever ended it. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** What `runPostmaster` needs. */
export interface PostmasterInput {
  readonly cluster: Cluster;
  readonly port: number;
  readonly durable: boolean;
  readonly log: StorageLog;
}

/** Thrown when the port is taken. */
export class PortTakenError extends Error {
  override readonly name = "PortTakenError";
}

const startPatienceMs = 120_000;
const stopSteps = [
  ["SIGINT", 10_000],
  ["SIGQUIT", 5_000],
  ["SIGKILL", 5_000],
] as const;

/**
 * Starts the server on 127.0.0.1 and waits until it takes connections, through crash recovery if need be. It runs in
 * a session of its own, so that Ctrl-C reaches the services first, and ends when this process dies, however it dies.
 */
export async function runPostmaster(input: PostmasterInput): Promise<Postmaster> {
  const { account, dir } = input.cluster;
  const [command = "", ...rest] = [
    ...account.prefix,
    account.binaries.postgres,
    "-D",
    account.clusterPath,
    ...settings(input),
  ];
  const child = spawn(command, rest, {
    cwd: dir,
    ...account.ids,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
    env: { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
  });
  const output = followOutput(child, input.log);
  const ended = new Promise<string>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("exit", (code, signal) => resolve(signal ?? `status ${code}`));
  });
  const watcher = child.pid === undefined ? undefined : stopWhenParentDies(child.pid);
  void ended.then(() => watcher?.kill("SIGKILL"));
  try {
    await waitUntilReady(output.ready, ended, () => output.tail());
  } catch (error) {
    child.kill("SIGQUIT");
    throw error;
  }
  child.unref();
  child.stderr?.on("error", () => {});
  return { pid: child.pid ?? 0, ended, stop: () => stop(child, ended) };
}

function settings(input: PostmasterInput): string[] {
  const given: Record<string, string | number> = {
    listen_addresses: "127.0.0.1",
    port: input.port,
    unix_socket_directories: "",
    max_connections: 200,
    timezone: "UTC",
    jit: "off",
    // Containers often give /dev/shm only 64 MB, which parallel workers would exhaust; our queries need none.
    max_parallel_workers_per_gather: 0,
    logging_collector: "off",
    log_destination: "stderr",
    log_line_prefix: "",
    ...(input.durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  return Object.entries(given).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** A shell that waits for the end of its standard input, which the kernel closes when this process is gone. */
function stopWhenParentDies(pid: number): ChildProcess {
  const watcher = spawn("sh", ["-c", 'read -r _; kill -INT "$1"', "sh", String(pid)], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    cwd: "/",
  });
  watcher.on("error", () => {});
  watcher.stdin?.on("error", () => {});
  watcher.unref();
  return watcher;
}

interface FollowedOutput {
  readonly ready: Promise<void>;
  tail(): string;
}

function followOutput(child: ChildProcess, log: StorageLog): FollowedOutput {
  const lines: string[] = [];
  let rest = "";
  const ready = new Promise<void>((resolve) => {
    child.stderr?.on("data", (chunk: Buffer) => {
      const parts = (rest + chunk.toString("utf8")).split("\n");
      rest = (parts.pop() ?? "").slice(-10_000);
      for (const line of parts) {
        lines.push(line);
        if (lines.length > 20) lines.shift();
        if (line.includes("ready to accept connections")) resolve();
        if (line.startsWith("PANIC:")) log.error({ line }, "PostgreSQL reports");
        else log.debug({ line }, "PostgreSQL reports");
      }
    });
  });
  return { ready, tail: () => lines.join("\n") };
}

async function waitUntilReady(
  ready: Promise<void>,
  ended: Promise<string>,
  tail: () => string,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`not ready after ${startPatienceMs / 1_000} s`), startPatienceMs);
  });
  const problem = await Promise.race([ready, ended, late]);
  clearTimeout(timer);
  if (problem === undefined) return;
  if (tail().includes("Address already in use")) throw new PortTakenError(tail());
  throw new Error(`The embedded PostgreSQL did not start (${problem}):\n${tail()}`);
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  for (const [signal, patienceMs] of stopSteps) {
    child.kill(signal);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), patienceMs);
    });
    const outcome = await Promise.race([ended, late]);
    clearTimeout(timer);
    if (outcome !== undefined) return;
  }
  throw new Error(`PostgreSQL (process ${child.pid}) does not stop`);
}
