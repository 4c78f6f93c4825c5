import { randomBytes } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { StartError } from "@earshot/runtime";
import { orStartError } from "@earshot/service";
import { makeDataDir } from "@earshot/storage";

/** A secret that is made once and kept. */
export interface KeptSecret {
  readonly value: string;
  readonly path: string;
  /** Whether this call made it. */
  readonly isNew: boolean;
}

/**
 * The secret in a file of the data directory, made by `make` and written with mode 0600 when there is none yet. Two
 * processes that start at once end up with the same one, since the file appears whole or not at all.
 */
export async function keepSecret(dataDir: string, name: string, make: () => string): Promise<KeptSecret> {
  await orStartError(() => makeDataDir(dataDir));
  const path = join(dataDir, name);
  const kept = await readIfThere(path);
  if (kept !== null) return { value: kept, path, isNew: false };
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  await orStartError(() => writeFile(draft, `${make()}\n`, { mode: 0o600, flag: "wx" }));
  const isNew = await link(draft, path).then(
    () => true,
    () => false,
  );
  await rm(draft);
  const value = await readIfThere(path);
  if (value === null)
    throw new StartError(`The file ${path} could not be written; check the directory's permissions.`);
  return { value, path, isNew };
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw new StartError(`The file ${path} cannot be read: ${String(error)}`);
  }
}
