import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the repository, where programs run. */
export const repositoryRoot = fileURLToPath(new URL("../../../..", import.meta.url));

// Spares every process but the first the stripping of types, which else is most of its start.
const compileCache = join(repositoryRoot, "node_modules/.cache/node-compile");

// Killed with its parent, which else would leave it running when it dies by a signal itself.
const dieWithParent =
  spawnSync("setpriv", ["--version"]).error === undefined ? ["setpriv", "--pdeathsig", "KILL", "--"] : [];

/** The command that runs one of our programs, a path below the root, under this very Node. */
export function commandOf(main: string): readonly string[] {
  return [...dieWithParent, process.execPath, main];
}

/** The environment of a program: what the test says, and nothing of the test's own but PATH. */
export function environmentOf(env: Readonly<Record<string, string>>): Record<string, string> {
  return { PATH: process.env["PATH"] ?? "", NODE_COMPILE_CACHE: compileCache, ...env };
}
