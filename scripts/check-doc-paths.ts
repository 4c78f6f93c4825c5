/** Checks that every path of the repository that its documents name exists. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { judgeDocPaths, type Tree } from "./doc-paths/find-doc-paths.ts";

const root = join(import.meta.dirname, "..");
const ignored = new Set(["node_modules", ".git", ".turbo", ".earshot", "dist", "coverage"]);
const isDocument = (path: string) =>
  /^([^/]+|docs\/.+|(packages|apps|fixtures)\/[^/]+\/README)\.md$/.test(path);

function listPaths(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (ignored.has(entry.name)) return [];
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? [path, ...listPaths(path)] : [path];
  });
}

const paths = listPaths("");
const tree: Tree = { paths: new Set(paths) };
const problems = paths
  .filter(isDocument)
  .flatMap((path) => judgeDocPaths(path, readFileSync(join(root, path), "utf8"), tree));
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
