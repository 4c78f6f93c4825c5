import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "oxc-parser";

/** One import, re-export or dynamic import. */
export interface Import {
  readonly specifier: string;
  /** Imported names; `*` for a namespace, and empty for a bare or dynamic import. */
  readonly names: readonly string[];
  readonly line: number;
}

/** One source file of a room. */
export interface SourceFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly isTest: boolean;
  readonly imports: readonly Import[];
  /** Whether a string in it names the package, as `import.meta.resolve("…")` does. */
  readonly mentions: (packageName: string) => boolean;
}

/** The part of a package.json that is judged. */
export interface Manifest {
  readonly name: string;
  readonly exports?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** One package, app or fixture, or what lies at the root. */
export interface Room {
  /** From the root of the repository, such as `packages/queue`, or `.` for the root itself. */
  readonly folder: string;
  readonly manifest: Manifest;
  readonly files: readonly SourceFile[];
}

const sourcePattern = "{src,test,bench}/**/*.{css,ts,tsx}";

/** Reads every package, app and fixture below the root with what each of its files imports. */
export function readRooms(root: string): readonly Room[] {
  const manifests = globSync("{packages,apps,fixtures}/*/package.json", { cwd: root }).sort();
  const rooms = manifests.map((manifestPath) => {
    const folder = manifestPath.slice(0, -"/package.json".length);
    const manifest: Manifest = JSON.parse(readFileSync(join(root, manifestPath), "utf8"));
    const paths = globSync(sourcePattern, { cwd: join(root, folder) }).sort();
    const files = paths.map((path) => readSourceFile(root, `${folder}/${path}`));
    return { folder, manifest, files: [...files, ...readConfigFiles(root, folder)] };
  });
  return [...rooms, readRootRoom(root)];
}

/** Scripts and the set-up of the tests: tools throughout, so they count as tests. */
function readRootRoom(root: string): Room {
  const manifest: Manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const paths = globSync(["{scripts,test}/**/*.ts", "*.ts"], { cwd: root }).sort();
  return {
    folder: ".",
    manifest,
    files: paths.map((path) => ({ ...readSourceFile(root, path), isTest: true })),
  };
}

/** A config file of a build tool at the top of a room counts as a test: it needs development dependencies only. */
function readConfigFiles(root: string, folder: string): readonly SourceFile[] {
  return ["vite.config.ts", "build.ts"]
    .filter((name) => existsSync(join(root, folder, name)))
    .map((name) => ({ ...readSourceFile(root, `${folder}/${name}`), isTest: true }));
}

function readSourceFile(root: string, path: string): SourceFile {
  const text = readFileSync(join(root, path), "utf8");
  const isTest = /\.test\.tsx?$/.test(path) || /^[^/]+\/[^/]+\/(test|bench)\//.test(path);
  return buildSourceFile(path, text, isTest);
}

/** One file as it is judged. */
export function buildSourceFile(path: string, text: string, isTest: boolean): SourceFile {
  const mentions = (name: string) => [`"${name}"`, `"${name}/`].some((quoted) => text.includes(quoted));
  // A style sheet imports no module, but may take a font or a sheet out of a package.
  const imports = path.endsWith(".css") ? [] : parseImports(path, text);
  return { path, isTest, imports, mentions };
}

/** Every module that a source text names, types included. */
export function parseImports(path: string, text: string): readonly Import[] {
  const { module } = parseSync(path, text);
  const lineAt = (offset: number) => text.slice(0, offset).split("\n").length;
  const statics = module.staticImports.map(({ moduleRequest, entries, start }) => ({
    specifier: moduleRequest.value,
    names: entries.map(({ importName }) => nameOf(importName.kind, importName.name)),
    line: lineAt(start),
  }));
  const reExports = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, importName, start }) =>
      moduleRequest === null
        ? []
        : [{ specifier: moduleRequest.value, names: [importName.name ?? "*"], line: lineAt(start) }],
    ),
  );
  const dynamics = module.dynamicImports.flatMap(({ moduleRequest, start }) => {
    const literal = /^["'`]([^"'`$]+)["'`]$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    return literal?.[1] === undefined ? [] : [{ specifier: literal[1], names: [], line: lineAt(start) }];
  });
  return [...statics, ...reExports, ...dynamics];
}

function nameOf(kind: string, name: string | null): string {
  if (kind === "NamespaceObject") return "*";
  return kind === "Default" ? "default" : (name ?? "*");
}
