import { spawnSync } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { basename, join } from "node:path";

// `pnpm bench <name> [arguments]` runs packages/*/bench/<name>.ts or apps/*/bench/<name>.ts.
const root = join(import.meta.dirname, "..");
const [name, ...rest] = process.argv.slice(2);
const benches = globSync(["packages/*/bench/*.ts", "apps/*/bench/*.ts"], { cwd: root }).filter((path) => {
  const [area, home, , file] = path.split("/");
  return (
    existsSync(join(root, area ?? "", home ?? "", "package.json")) &&
    file !== undefined &&
    !file.startsWith("_")
  );
});
const chosen = benches.find((path) => basename(path, ".ts") === name);
if (chosen === undefined) {
  const names = benches.map((path) => basename(path, ".ts")).sort();
  process.stderr.write(`usage: pnpm bench <name> [arguments], where <name> is one of: ${names.join(", ")}\n`);
  process.exitCode = 2;
} else {
  const run = spawnSync(process.execPath, [join(root, chosen), ...rest], { stdio: "inherit" });
  process.exitCode = run.status ?? 2;
}
