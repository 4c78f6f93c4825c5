import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { hashSources } from "./hash-sources.ts";
import { publishBuild, stampName } from "./publish-build.ts";

/** How to build. */
export interface BuildOptions {
  /** Hears one sentence when a build was needed, and why when it did not come about. */
  readonly tell: (line: string) => void;
}

const room = fileURLToPath(new URL("../..", import.meta.url));
const root = join(room, "../..");
const dist = join(room, "dist");
const buildTimeoutMs = 120_000;

/**
 * Sees to it that `dist` holds the pages as their sources are now: nothing when it does, else a build of about two
 * seconds in a process of its own. Where the build tool is not installed, as in an image, what is there stays. A build
 * that fails is told and no reason not to watch podcasts.
 */
export async function ensureBuilt({ tell }: BuildOptions): Promise<void> {
  const stamp = hashSources(root);
  if (readStamp() === stamp) return;
  const viteMain = findVite();
  if (viteMain === undefined) {
    if (readStamp() === null) tell("The dashboard is not built, and its build tool is not installed.");
    return;
  }
  const startedAt = performance.now();
  const fresh = await mkdtemp(join(room, ".build-"));
  try {
    await runVite(viteMain, fresh);
    publishBuild(fresh, dist, stamp);
    tell(`The dashboard was built in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s.`);
  } catch (error) {
    tell(`The dashboard could not be built: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function readStamp(): string | null {
  const path = join(dist, stampName);
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

function findVite(): string | undefined {
  try {
    return fileURLToPath(new URL("bin/vite.js", import.meta.resolve("vite/package.json")));
  } catch {
    return undefined;
  }
}

async function runVite(main: string, outDir: string): Promise<void> {
  const args = [main, "build", "--outDir", outDir, "--emptyOutDir", "--logLevel", "warn"];
  const child = spawn(process.execPath, args, {
    cwd: room,
    // Nothing of the caller's own: a NODE_ENV other than this, as tests have it, would bring React's development build.
    env: { NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: buildTimeoutMs,
  });
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit"),
  ]);
  if (code !== 0) throw new Error(`${output}${errors}`.trim().slice(-2_000) || `vite ended with ${code}`);
}
