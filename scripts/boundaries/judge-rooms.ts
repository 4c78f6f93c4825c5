import { posix } from "node:path";
import type { Import, Room, SourceFile } from "./read-rooms.ts";
import { type Guard, guards, roomRules, testRooms } from "./rules.ts";

/** Dependencies that are used by tools rather than imported. */
const toolDependencies = new Set(["typescript", "vitest", "@types/node"]);

/** Every breach of the house's boundaries, as a sentence with its place and what to do instead. */
export function judgeRooms(rooms: readonly Room[]): readonly string[] {
  const folderOf = new Map(rooms.map((room) => [room.manifest.name, room.folder]));
  return rooms.flatMap((room) => [
    ...judgeManifest(room, folderOf),
    ...room.files.flatMap((file) => file.imports.flatMap((one) => judgeImport(room, file, one, folderOf))),
  ]);
}

/** Every dependency that is declared and not used, or only by tests. The root's are used by its scripts' commands. */
export function judgeUnusedDependencies(rooms: readonly Room[]): readonly string[] {
  return rooms.filter(({ folder }) => folder !== ".").flatMap(judgeUnused);
}

function judgeManifest(room: Room, folderOf: ReadonlyMap<string, string>): string[] {
  const { folder, manifest } = room;
  const place = `${folder}/package.json`;
  const problems: string[] = [];
  const rule = roomRules[folder];
  if (rule === undefined) {
    return [
      `${place}: ${folder} is no room of the house; add it, with what it may import, to scripts/boundaries/rules.ts`,
    ];
  }
  const isRoot = folder === ".";
  const exported = typeof manifest.exports === "object" ? Object.keys(manifest.exports ?? {}) : [];
  if (!isRoot && exported.join() !== ".") {
    problems.push(`${place}: exports must have "." only; add what others need to src/index.ts`);
  }
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    const wanted = folderOf.has(name) ? "workspace:*" : "catalog:";
    if (version !== wanted) {
      problems.push(
        `${place}: ${name} must be "${wanted}", with its version in the catalog of pnpm-workspace.yaml`,
      );
    }
  }
  for (const name of Object.keys(manifest.dependencies ?? {})) {
    const target = folderOf.get(name);
    if (target !== undefined && !rule.imports.includes(target)) {
      problems.push(`${place}: ${explainArrow(folder, target)}`);
    }
  }
  return problems;
}

function judgeImport(
  room: Room,
  file: SourceFile,
  one: Import,
  folderOf: ReadonlyMap<string, string>,
): string[] {
  const place = `${file.path}:${one.line}`;
  if (one.specifier.startsWith(".")) {
    const target = posix.join(posix.dirname(file.path), one.specifier);
    const isInside =
      room.folder === "."
        ? !/^(\.\.|packages|apps|fixtures)\//.test(target)
        : target.startsWith(`${room.folder}/`);
    if (isInside) return [];
    return [`${place}: ${one.specifier} leaves ${room.folder}; import the other package by its name`];
  }
  const guarded = guards.flatMap((guard) => judgeGuard(room, file, one, guard));
  const isNode = /^(node:|process$)/.test(one.specifier);
  const rest = isNode ? [] : [...judgeArrow(room, file, one, folderOf), ...judgeDeclared(room, file, one)];
  return [...guarded, ...rest].map((problem) => `${place}: ${problem}`);
}

function judgeGuard(room: Room, file: SourceFile, one: Import, guard: Guard): string[] {
  if (!guard.modules.includes(one.specifier)) return [];
  if (guard.only.includes(room.folder) || (file.isTest && guard.inTests)) return [];
  const names = guard.names === undefined ? [] : one.names.filter((name) => guard.names?.includes(name));
  if (guard.names !== undefined && names.length === 0) return [];
  const what = names.length === 0 ? one.specifier : `${names.join(", ")} of ${one.specifier}`;
  return [`${what} is not for ${room.folder}; ${guard.instead}`];
}

function judgeArrow(
  room: Room,
  file: SourceFile,
  one: Import,
  folderOf: ReadonlyMap<string, string>,
): string[] {
  const name = packageNameOf(one.specifier);
  const target = folderOf.get(name);
  if (target === undefined) {
    return name.startsWith("@earshot/") ? [`${name} does not exist`] : [];
  }
  if (one.specifier !== name) {
    return [
      `${one.specifier} reaches into a package; import ${name}, and export what you need from its src/index.ts`,
    ];
  }
  // A room's own tests may use it as others do.
  if (target === room.folder)
    return file.isTest ? [] : ["a package does not import itself; use a relative path"];
  const allowed = roomRules[room.folder]?.imports ?? [];
  if (allowed.includes(target) || (file.isTest && testRooms.includes(target))) return [];
  return [explainArrow(room.folder, target)];
}

function judgeDeclared(room: Room, file: SourceFile, one: Import): string[] {
  const name = packageNameOf(one.specifier);
  const { dependencies = {}, devDependencies = {} } = room.manifest;
  if (name === room.manifest.name || name in dependencies) return [];
  if (file.isTest && name in devDependencies) return [];
  const section = file.isTest ? "devDependencies" : "dependencies";
  return [`${name} is not among the ${section} of ${room.folder}/package.json; add it there`];
}

function judgeUnused(room: Room): string[] {
  const { dependencies = {}, devDependencies = {} } = room.manifest;
  const source = room.files.filter(({ isTest }) => !isTest);
  const isUsed = (name: string, files: readonly SourceFile[]) =>
    toolDependencies.has(name) ||
    files.some((file) => file.mentions(name) || file.mentions(typedPackageOf(name)));
  const unused = [
    ...Object.keys(dependencies).filter((name) => !isUsed(name, source)),
    ...Object.keys(devDependencies).filter((name) => !isUsed(name, room.files)),
  ];
  return unused.map((name) => {
    const isForTests = name in dependencies && isUsed(name, room.files);
    const advice = isForTests
      ? "only tests import it: move it to devDependencies"
      : "nothing imports it: remove it";
    return `${room.folder}/package.json: ${name}: ${advice}`;
  });
}

function explainArrow(from: string, to: string): string {
  if (testRooms.includes(to)) return `${to} is for tests and the CLI's demo only, never for ${from}`;
  if (to.startsWith("apps/"))
    return `apps meet in the job catalogue and the store: ${from} may not import ${to}`;
  return `${from} may not import ${to}; arrows point down only (scripts/boundaries/rules.ts), so move what both need below them`;
}

function packageNameOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** `@types/pg` gives the types of `pg`, `@types/scope__name` those of `@scope/name`. */
function typedPackageOf(name: string): string {
  const typed = name.replace(/^@types\//, "");
  return typed.includes("__") ? `@${typed.replace("__", "/")}` : typed;
}
