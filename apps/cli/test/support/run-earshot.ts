import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { commandOf, environmentOf, repositoryRoot } from "./program-command.ts";

/** What one run of a program gave. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a run is given beside its arguments. */
export interface RunOptions {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Another program than the CLI, below the root of the repository. */
  readonly main?: string;
}

const cliMain = "apps/cli/src/main.ts";

/** Runs `earshot` (or another program of ours) to its end in a process of its own. */
export async function runEarshot(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const child = spawnEarshot(args, options);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit"),
  ]);
  return { code, stdout, stderr };
}

/** The JSON documents of a run's standard output, one a line. */
export function readDocuments({ stdout }: Run): readonly unknown[] {
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

function spawnEarshot(args: readonly string[], { stdin = "", env = {}, main = cliMain }: RunOptions) {
  const [command = "", ...rest] = [...commandOf(main), ...args];
  const child = spawn(command, rest, { cwd: repositoryRoot, env: environmentOf(env), stdio: "pipe" });
  // A program that ends without reading its input closes the pipe, which is its right.
  child.stdin.on("error", () => {});
  child.stdin.end(stdin);
  return child satisfies ChildProcess;
}
