import { describe, expect, it } from "vitest";
import { judgeDocPaths, type Tree } from "./doc-paths/find-doc-paths.ts";

const tree: Tree = {
  paths: new Set([
    "README.md",
    "packages",
    "packages/queue",
    "packages/queue/README.md",
    "packages/queue/src",
    "packages/queue/src/jobs.ts",
    ".ci",
    ".ci/run",
  ]),
};

const judge = (markdown: string, document = "README.md") => judgeDocPaths(document, markdown, tree);

describe("paths in documents", () => {
  it.each([
    "See `packages/queue/src/jobs.ts`, `packages/queue/`, `.ci/run`, `jobs.ts` and [the queue](packages/queue/README.md#jobs).",
    "Elsewhere: `text/html`, `/v1/feeds`, `@earshot/queue`, `node:fs/promises`, `a.mp3`, `packages/*/src`, `pnpm test packages/x`.",
    "Links: <https://example.org/a.md>, [a](https://example.org/b), [b](#below), [c](mailto:a@example.org).",
    "```\npackages/gone/src/a.ts\n```",
  ])("that exist, or are none, pass: %s", (markdown) => {
    expect(judge(markdown)).toEqual([]);
  });

  it("that are gone are named with their line", () => {
    const markdown =
      "Text.\n\n- `packages/gone/src/a.ts`\n- [x](docs/gone.md)\n\nAnd `gone.ts`.\n\n[y]: ./gone.md\n";
    expect(judge(markdown)).toEqual([
      "README.md:3: packages/gone/src/a.ts does not exist; correct the path or remove it",
      "README.md:4: docs/gone.md does not exist; correct the path or remove it",
      "README.md:6: gone.ts does not exist; correct the path or remove it",
      "README.md:8: ./gone.md does not exist; correct the path or remove it",
    ]);
  });

  it("may be given from the package's own folder in its README", () => {
    const document = "packages/queue/README.md";
    expect(
      judge("`src/jobs.ts`, `../queue/src`, `packages/queue/src/jobs.ts`, [up](../../README.md)", document),
    ).toEqual([]);
    expect(judge("`src/gone.ts` and [up](../README.md)", document)).toEqual([
      "packages/queue/README.md:1: src/gone.ts does not exist; correct the path or remove it",
      "packages/queue/README.md:1: ../README.md does not exist; correct the path or remove it",
    ]);
  });
});
