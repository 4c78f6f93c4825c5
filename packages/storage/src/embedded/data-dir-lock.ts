import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readProcessIdentity } from "./process-identity.ts";

/** A claim of one process on a data directory, kept until `release`. */
export interface DataDirLock {
  release(): void;
}

/**
 * Takes the data directory for this process. Throws when another live process holds it; the lock of a process that
 * died is taken over.
 */
export function lockDataDir(path: string): DataDirLock {
  const mine = `${process.pid} ${readProcessIdentity(process.pid) ?? ""}\n`;
  for (let attempt = 0; attempt < 10; attempt++) {
    if (createExclusively(path, mine)) {
      return {
        release: () => {
          if (readIfThere(path) === mine) rmSync(path, { force: true });
        },
      };
    }
    const held = readIfThere(path);
    if (held === undefined) continue;
    requireDeadHolder(path, held, mine);
    removeStale(path, held);
  }
  throw new Error(`The lock ${path} keeps changing hands; is something starting Earshot over and over?`);
}

function requireDeadHolder(path: string, held: string, mine: string): void {
  const pid = Number.parseInt(held, 10);
  if (!Number.isInteger(pid) || pid <= 0) return;
  const identity = readProcessIdentity(pid);
  if (held !== mine && (identity === undefined || held !== `${pid} ${identity}\n`)) return;
  throw new Error(
    `The data directory is in use by process ${pid} (lock ${path}). ` +
      "Stop that process, or choose another directory with EARSHOT_DATA_DIR.",
  );
}

/** A lock appears with its content or not at all, so nobody reads a half-written one. */
function createExclusively(path: string, content: string): boolean {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content, { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Two starters may see the same stale lock; the rename makes sure that neither removes the other's fresh one. */
function removeStale(path: string, expected: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (readIfThere(aside) !== expected) {
    try {
      linkSync(aside, path);
    } catch {
      // Somebody took the lock meanwhile; the next round reads theirs.
    }
  }
  rmSync(aside, { force: true });
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
