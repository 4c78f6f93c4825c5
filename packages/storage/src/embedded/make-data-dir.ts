import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a data directory and those above it, for their owner alone; one that is there stays as it is. Throws an error
 * fit for a terminal that names what is in the way.
 */
export function makeDataDir(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason = describeObstacle(path, error);
    // The error itself would only say the same again, in the system's words.
    if (reason === null) throw error;
    throw new Error(
      `The data directory ${path} cannot be made: ${reason}. Choose another with EARSHOT_DATA_DIR.`,
    );
  }
}

function describeObstacle(path: string, error: unknown): string | null {
  switch (error instanceof Error && "code" in error ? error.code : null) {
    case "EEXIST":
    case "ENOTDIR":
      return `${nearestThere(path)} is no directory`;
    case "EACCES":
    case "EPERM":
      return `this user may not make anything in ${nearestThere(path)}`;
    case "EROFS":
      return `${nearestThere(path)} can only be read`;
    case "ENOSPC":
      return "the disk is full";
    default:
      return null;
  }
}

/** The path itself, or the nearest above it that is there. */
function nearestThere(path: string): string {
  for (let at = path; at !== dirname(at); at = dirname(at)) {
    try {
      statSync(at);
      return at;
    } catch {
      // Not this one: what is not there, or may not be looked at, cannot be in the way.
    }
  }
  return "/";
}
