import { startProcess, type TestProcess } from "./start-process.ts";

/** The services that make up a monitor in separate processes. */
export type ServiceName = "api" | "feed-crawler" | "checker" | "notifier";

/** A monitor of one process or of several. */
export interface TestMonitor {
  readonly apiUrl: string;
  /** Each process by its name: `serve`, or `api`, `feed-crawler`, `checker-1` … */
  process(name: string): TestProcess;
  /** Starts a service (again, after it was killed). `serve` keeps its port, as a restarted machine would. */
  start(name: string): Promise<TestProcess>;
  /** Asks every process to end and waits; throws unless all ended well. */
  close(): Promise<void>;
}

/** What the processes are started with. */
export type MonitorEnv = Readonly<Record<string, string>>;

const fleet = ["api", "feed-crawler", "checker-1", "checker-2", "notifier"];

/** Starts `earshot serve`. */
export function startServe(env: MonitorEnv): Promise<TestMonitor> {
  return startMonitor(["serve"], env);
}

/** Starts the services in processes of their own, two checkers among them, after `earshot admin migrate`. */
export async function startFleet(env: MonitorEnv): Promise<TestMonitor> {
  const migration = startProcess({ name: "migrate", main: mainOf.serve, args: ["admin", "migrate"], env });
  const { code } = await migration.ended;
  if (code !== 0) throw new Error(`earshot admin migrate ended with ${code}: ${migration.lines.join("\n")}`);
  return startMonitor(fleet, env);
}

const mainOf = {
  serve: "apps/cli/src/main.ts",
  api: "apps/api/src/main.ts",
  "feed-crawler": "apps/feed-crawler/src/main.ts",
  checker: "apps/checker/src/main.ts",
  notifier: "apps/notifier/src/main.ts",
} as const;

async function startMonitor(names: readonly string[], env: MonitorEnv): Promise<TestMonitor> {
  const processes = new Map<string, TestProcess>();
  let apiUrl: URL | undefined;

  async function start(name: string): Promise<TestProcess> {
    const port = apiUrl !== undefined && isApi(name) ? apiUrl.port : "0";
    const main = mainOf[name.replace(/-\d+$/, "") as keyof typeof mainOf];
    const args = name === "serve" ? ["serve"] : [];
    const started = startProcess({ name, main, args, env: { ...env, PORT: port } });
    processes.set(name, started);
    const line = await started.untilLine(/https?:\/\/127\.0\.0\.1:\d+/);
    const [url = ""] = /https?:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (isApi(name)) apiUrl = new URL(url);
    return started;
  }
  async function close(): Promise<void> {
    const endings = await Promise.all(
      [...processes.values()].map(async (one) => ({ one, ...(await one.stop()) })),
    );
    const bad = endings.filter(({ code, signal }) => code !== 0 && signal !== "SIGKILL");
    if (bad.length === 0) return;
    throw new Error(
      bad
        .map(({ one, code }) => `${one.name} ended with ${code}:\n${one.lines.slice(-20).join("\n")}`)
        .join("\n"),
    );
  }

  try {
    await Promise.all(names.map(start));
  } catch (error) {
    await close().catch(() => {});
    throw error;
  }
  return {
    get apiUrl() {
      return apiUrl?.origin ?? "";
    },
    process(name) {
      const found = processes.get(name);
      if (found === undefined) throw new Error(`there is no process ${name}`);
      return found;
    },
    start,
    close,
  };
}

function isApi(name: string): boolean {
  return name === "serve" || name === "api";
}
