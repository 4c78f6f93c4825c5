import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { judgeRooms, judgeUnusedDependencies } from "./boundaries/judge-rooms.ts";
import {
  buildSourceFile,
  type Manifest,
  parseImports,
  type Room,
  readRooms,
} from "./boundaries/read-rooms.ts";

const root = join(import.meta.dirname, "..");

/** A room with one file, whose manifest declares what is given. */
function room(folder: string, path: string, text: string, manifest: Partial<Manifest> = {}): Room {
  const isTest = /\.test\.ts$|^test\//.test(path);
  return {
    folder,
    manifest: { name: `@earshot/${folder.split("/")[1]}`, exports: { ".": "./src/index.ts" }, ...manifest },
    files: [buildSourceFile(`${folder}/${path}`, text, isTest)],
  };
}

const neighbours = ["packages/domain", "packages/egress", "apps/api", "fixtures/podcast-host"].map((folder) =>
  room(folder, "src/index.ts", ""),
);

function judge(...rooms: Room[]): readonly string[] {
  const names = rooms.map(({ folder }) => folder);
  return judgeRooms([...neighbours.filter(({ folder }) => !names.includes(folder)), ...rooms]);
}

const on = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, name.startsWith("@earshot/") ? "workspace:*" : "catalog:"]));

describe("the boundaries", () => {
  it("let arrows point down", () => {
    const text = 'import { Fault } from "@earshot/domain";\nimport { readFile } from "node:fs/promises";';
    expect(judge(room("packages/egress", "src/a.ts", text, { dependencies: on("@earshot/domain") }))).toEqual(
      [],
    );
  });

  it.each([
    ["packages/domain", "@earshot/egress", /arrows point down only/],
    ["packages/egress", "@earshot/api", /apps meet in the job catalogue and the store/],
    ["apps/checker", "@earshot/api", /apps meet in the job catalogue and the store/],
    ["apps/checker", "@earshot/podcast-host", /for tests and the CLI's demo only/],
  ])("stop %s from importing %s, in its sources and its package.json", (folder, name, expected) => {
    const problems = judge(room(folder, "src/a.ts", `import "${name}";`, { dependencies: on(name) }));
    expect(problems).toHaveLength(2);
    expect(problems[0]).toMatch(new RegExp(`^${folder}/package.json: `));
    expect(problems[1]).toMatch(new RegExp(`^${folder}/src/a.ts:1: `));
    for (const problem of problems) expect(problem).toMatch(expected);
  });

  it("let tests use fixtures and their own package by name", () => {
    const text = 'import "@earshot/podcast-host"; import "@earshot/checker";';
    const manifest = { devDependencies: on("@earshot/podcast-host") };
    expect(judge(room("apps/checker", "test/a.ts", text, manifest))).toEqual([]);
    expect(judge(room("apps/checker", "src/a.test.ts", text, manifest))).toEqual([]);
    expect(judge(room("apps/checker", "src/a.ts", 'import "@earshot/checker";'))).toEqual([
      "apps/checker/src/a.ts:1: a package does not import itself; use a relative path",
    ]);
  });

  it.each([
    ["a static import", 'import { Worker } from "bullmq";'],
    ["a type", 'import type { Worker } from "bullmq";'],
    ["a re-export", 'export { Worker } from "bullmq";'],
    ["a dynamic import", 'const { Worker } = await import("bullmq");'],
  ])("see %s", (_kind, statement) => {
    const text = `// A comment about import "undici".\nconst quoted = 'import "undici"';\n${statement}`;
    expect(judge(room("apps/api", "src/a.ts", text, { dependencies: on("bullmq") }))).toEqual([
      "apps/api/src/a.ts:3: bullmq is not for apps/api; add and run jobs through @earshot/queue, so that both engines and every payload are checked in one place",
    ]);
  });

  it("guard the door to the outside by name, and leave harmless names alone", () => {
    const text =
      'import { isIP } from "node:net";\nimport { connect } from "node:net";\nimport * as net from "node:net";';
    expect(judge(room("apps/api", "src/a.ts", text))).toEqual([
      expect.stringMatching(
        /^apps\/api\/src\/a\.ts:2: connect of node:net is not for apps\/api; go out through/,
      ),
      expect.stringMatching(/^apps\/api\/src\/a\.ts:3: \* of node:net is not for apps\/api/),
    ]);
    expect(judge(room("apps/api", "src/a.test.ts", text))).toEqual([]);
  });

  it("forbid reaching into a package and leaving one's own", () => {
    const manifest = { dependencies: on("@earshot/domain") };
    const text =
      'import "@earshot/domain/src/fault.ts";\nimport "../../egress/src/index.ts";\nimport "./b.ts";';
    expect(judge(room("packages/probe", "src/a.ts", text, manifest))).toEqual([
      expect.stringMatching(/a\.ts:1: .* reaches into a package/),
      expect.stringMatching(/a\.ts:2: .* leaves packages\/probe/),
    ]);
  });

  it("want every import declared, in the section it belongs to", () => {
    expect(judge(room("packages/feed", "src/a.ts", 'import "ms";'))).toEqual([
      "packages/feed/src/a.ts:1: ms is not among the dependencies of packages/feed/package.json; add it there",
    ]);
    const manifest = { devDependencies: on("ms") };
    expect(judge(room("packages/feed", "src/a.ts", 'import "ms";', manifest))).toHaveLength(1);
    expect(judge(room("packages/feed", "src/a.test.ts", 'import "ms";', manifest))).toEqual([]);
  });

  it("want versions from the catalog, one entry point, and a place in the table", () => {
    expect(judge(room("packages/feed", "src/a.ts", "", { dependencies: { ms: "^2.1.3" } }))).toEqual([
      expect.stringMatching(/ms must be "catalog:"/),
    ]);
    expect(
      judge(room("packages/feed", "src/a.ts", "", { exports: { ".": "./src/index.ts", "./x": "./x.ts" } })),
    ).toEqual([expect.stringMatching(/exports must have "\." only/)]);
    expect(judge(room("packages/utils", "src/a.ts", ""))).toEqual([
      expect.stringMatching(/is no room of the house/),
    ]);
  });

  it("find dependencies that nothing, or only a test, imports", () => {
    const manifest = { dependencies: on("ms", "pg"), devDependencies: on("@types/pg", "vitest", "zod") };
    const source = room("packages/feed", "src/a.ts", 'import.meta.resolve("ms/package.json");', manifest);
    const test = buildSourceFile("packages/feed/src/a.test.ts", 'import "pg";', true);
    expect(judgeUnusedDependencies([{ ...source, files: [...source.files, test] }])).toEqual([
      "packages/feed/package.json: pg: only tests import it: move it to devDependencies",
      "packages/feed/package.json: zod: nothing imports it: remove it",
    ]);
  });

  it("are kept by this repository", () => {
    const rooms = readRooms(root);
    expect(rooms.length).toBeGreaterThan(10);
    const queue = rooms.find(({ folder }) => folder === "packages/queue");
    expect(queue?.files.some(({ imports }) => imports.some(({ specifier }) => specifier === "bullmq"))).toBe(
      true,
    );
    expect(judgeRooms(rooms)).toEqual([]);
  });
});

describe("parseImports", () => {
  it("names what is imported and where", () => {
    const text =
      'import fallback, { a as b, type C } from "x";\n\nimport * as all from "y";\nexport * from "z";\nimport "w";';
    expect(parseImports("a.ts", text)).toEqual([
      { specifier: "x", names: ["default", "a", "C"], line: 1 },
      { specifier: "y", names: ["*"], line: 3 },
      { specifier: "w", names: [], line: 5 },
      { specifier: "z", names: ["*"], line: 4 },
    ]);
  });
});
