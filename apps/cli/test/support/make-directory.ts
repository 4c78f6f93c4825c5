import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Scope } from "@earshot/runtime";

/** Makes an empty directory that is removed with the scope. */
export async function makeDirectory(scope: Scope): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "earshot-test-cli-"));
  scope.onClose("directory", () => rm(directory, { recursive: true, force: true }));
  return directory;
}
