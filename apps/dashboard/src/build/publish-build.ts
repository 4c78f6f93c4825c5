import { cpSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** The file in a build that tells which sources it was made of. */
export const stampName = "sources.sha256";

/**
 * Puts a fresh build in the place of the one before. Assets carry hashes in their names, so they are added first; the
 * page that names them is swapped in by a rename; what only the old page named goes last. Whoever serves the directory
 * meanwhile, or publishes the same build at the same time, never sees a page without its assets.
 */
export function publishBuild(fresh: string, target: string, stamp: string): void {
  compressAll(fresh);
  mkdirSync(target, { recursive: true });
  const files = globSync("**/*.*", { cwd: fresh });
  const isPage = (path: string) => basename(path).startsWith("index.html");
  for (const path of files.filter((one) => !isPage(one)))
    cpSync(join(fresh, path), join(target, path), { recursive: true });
  for (const path of files.filter(isPage)) renameSync(join(fresh, path), join(target, path));
  writeFileSync(join(target, stampName), stamp);
  const kept = new Set(files.map((path) => path.replaceAll("\\", "/")));
  for (const path of globSync("assets/*.*", { cwd: target })) {
    if (!kept.has(path.replaceAll("\\", "/"))) rmSync(join(target, path), { force: true });
  }
}

/** Beside each text file a brotli and a gzip one, so that nothing is compressed while it is served. */
function compressAll(folder: string): void {
  for (const path of globSync("**/*.{css,html,js,svg}", { cwd: folder })) {
    const bytes = readFileSync(join(folder, path));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
    writeFileSync(join(folder, `${path}.br`), brotliCompressSync(bytes, { params }));
    writeFileSync(join(folder, `${path}.gz`), gzipSync(bytes));
  }
}
