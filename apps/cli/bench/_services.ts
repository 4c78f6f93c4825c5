import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onCore } from "./_machine.ts";
import type { Stage } from "./_stage.ts";

/** One of our services in a process of its own. */
export interface Service {
  readonly pid: number;
  signal(signal: NodeJS.Signals): void;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** The environment of the services: hosts may be asked as fast as a bench can, by configuration. */
export function environmentOf(stage: Stage, engine: "redis" | "postgres"): Record<string, string> {
  return {
    DATABASE_URL: stage.databaseUrl,
    ...(engine === "redis" && { REDIS_URL: stage.redisUrl }),
    EARSHOT_ALLOW_ADDRESSES: `127.0.0.1/32:${stage.mediaPort}`,
    EARSHOT_CONNECT_TO: `:443:127.0.0.1:${stage.mediaPort}`,
    EARSHOT_EXTRA_CA_FILE: stage.caFile,
    EARSHOT_HOST_RATE: "10000",
    EARSHOT_HOST_CONCURRENCY: "1000",
    LOG_LEVEL: "warn",
    PORT: "0",
  };
}

/** What an app's start script gives to Node: its options, such as bounds on memory, and its main file. */
function readStartOptions(directory: string): readonly string[] {
  // Our own file.
  const { scripts } = JSON.parse(readFileSync(`${directory}/package.json`, "utf8")) as {
    readonly scripts: { readonly start: string };
  };
  return scripts.start.split(" ").slice(1);
}

/** Where and how to start a service. */
export interface ServicePlan {
  readonly core: number;
  readonly env: Readonly<Record<string, string>>;
  /** The directory for V8's profile of it, or null for none. */
  readonly profile: string | null;
}

/** Starts a service on a core and waits until it runs. What it warns of is shown. */
export async function startService(
  app: "checker" | "feed-crawler",
  { core, env, profile }: ServicePlan,
): Promise<Service> {
  const cwd = `${root}apps/${app}`;
  const profiling = profile === null ? [] : ["--cpu-prof", `--cpu-prof-dir=${resolve(profile)}`];
  const words = [...onCore(core), process.execPath, ...profiling, ...readStartOptions(cwd)];
  const [command = "", ...rest] = words;
  const child = spawn(command, rest, {
    cwd,
    // At this level the line that it runs is not written; the port it listens on tells as much.
    env: { PATH: "/usr/bin:/bin", ...env, LOG_LEVEL: "info" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  await untilRunning(app, child);
  return {
    pid: child.pid ?? 0,
    signal: (signal) => void child.kill(signal),
    close: async () => {
      child.kill("SIGCONT");
      child.kill("SIGTERM");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    },
  };
}

function untilRunning(app: string, child: ChildProcess): Promise<void> {
  const running = Promise.withResolvers<void>();
  child.once("exit", (code) => running.reject(new Error(`${app} ended with ${code}`)));
  if (child.stderr === null) throw new Error("the service has no standard error");
  createInterface({ input: child.stderr }).on("line", (line) => {
    if (line.includes(`${app} is running`)) running.resolve();
    // 40 is pino's level of warnings.
    if (/"level":"?(warn|error|fatal|[4-6]0)/.test(line)) process.stderr.write(`${app}: ${line}\n`);
  });
  return running.promise;
}
