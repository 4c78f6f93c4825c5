/**
 * Checks the arrows between packages, apps and fixtures, and that each package.json says what its sources import.
 * A dependency that nothing imports is a note, and a breach with --strict.
 */
import { join } from "node:path";
import { judgeRooms, judgeUnusedDependencies } from "./boundaries/judge-rooms.ts";
import { readRooms } from "./boundaries/read-rooms.ts";

const isStrict = process.argv.includes("--strict");
const rooms = readRooms(join(import.meta.dirname, ".."));
const unused = judgeUnusedDependencies(rooms);
const problems = [...judgeRooms(rooms), ...(isStrict ? unused : [])];
for (const problem of problems) console.error(problem);
if (!isStrict && unused.length > 0)
  console.error(`${unused.length} unused dependencies (list them with --strict)`);
if (problems.length > 0) {
  console.error(`\n${problems.length} breaches of the boundaries`);
  process.exitCode = 1;
}
