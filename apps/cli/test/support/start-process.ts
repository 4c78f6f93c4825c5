import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { commandOf, environmentOf, repositoryRoot } from "./program-command.ts";

/** How a process ended: by itself with a code, or by a signal. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A program of ours in a process of its own. */
export interface TestProcess {
  readonly name: string;
  readonly pid: number;
  /** Lines of standard error so far, the latest last; at most 2000 are kept. */
  readonly lines: readonly string[];
  /** Resolves with the first line, past or future, that matches. Rejects, showing what it said, when it ends or stays silent. */
  untilLine(pattern: RegExp): Promise<string>;
  signal(signal: NodeJS.Signals): void;
  /** Kills it without a chance to say goodbye, and waits until it is gone. */
  kill(): Promise<void>;
  /** Asks it to end (SIGTERM), waits, and says how it ended. */
  stop(): Promise<Ending>;
  readonly ended: Promise<Ending>;
}

/** Which program to start, and in what environment. */
export interface ProgramPlan {
  readonly name: string;
  /** Below the root of the repository. */
  readonly main: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const linesMax = 2_000;
const patienceMs = 90_000;
/** Starts one of our programs under this very Node. */
export function startProcess(plan: ProgramPlan): TestProcess {
  const [command = "", ...args] = [...commandOf(plan.main), ...(plan.args ?? [])];
  const env = environmentOf(plan.env);
  const child = spawn(command, args, { cwd: repositoryRoot, env, stdio: ["ignore", "ignore", "pipe"] });
  if (child.pid === undefined) throw new Error(`${plan.name} could not be started`);
  const lines: string[] = [];
  const listeners = new Set<(line: string) => void>();
  createInterface({ input: child.stderr }).on("line", (line) => {
    lines.push(line);
    if (lines.length > linesMax) lines.shift();
    for (const listener of listeners) listener(line);
  });
  const ended = endingOf(child);
  const describe = () => `${plan.name} said last:\n${lines.slice(-30).join("\n")}`;
  return {
    name: plan.name,
    pid: child.pid,
    lines,
    ended,
    untilLine: (pattern) => untilLine({ lines, listeners, ended, describe }, pattern),
    signal: (signal) => void child.kill(signal),
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    async stop() {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
      return ended.finally(() => clearTimeout(timer));
    },
  };
}

async function endingOf(child: ChildProcess): Promise<Ending> {
  const [code, signal] = await once(child, "exit");
  return { code, signal };
}

interface Speaker {
  readonly lines: readonly string[];
  readonly listeners: Set<(line: string) => void>;
  readonly ended: Promise<Ending>;
  describe(): string;
}

async function untilLine(speaker: Speaker, pattern: RegExp): Promise<string> {
  const said = speaker.lines.find((line) => pattern.test(line));
  if (said !== undefined) return said;
  const heard = Promise.withResolvers<string>();
  const listener = (line: string) => {
    if (pattern.test(line)) heard.resolve(line);
  };
  speaker.listeners.add(listener);
  const fail = (why: string) => heard.reject(new Error(`${why} before ${pattern}; ${speaker.describe()}`));
  const timer = setTimeout(() => fail(`waited ${patienceMs / 1_000} s`), patienceMs);
  void speaker.ended.then(({ code, signal }) => fail(`ended with ${code ?? signal}`));
  try {
    return await heard.promise;
  } finally {
    clearTimeout(timer);
    speaker.listeners.delete(listener);
  }
}
