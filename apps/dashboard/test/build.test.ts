import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "@earshot/dashboard";
import { expect, onTestFinished, test } from "vitest";
import { hashSources } from "../src/build/hash-sources.ts";
import { publishBuild } from "../src/build/publish-build.ts";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
const scriptBytesMax = 200_000;

const told: string[] = [];
await ensureBuilt({ tell: (line) => told.push(line) });

async function openFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "earshot-build-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test("what is built is not built again", async () => {
  const before = await stat(join(dist, "index.html"));
  const again: string[] = [];
  await ensureBuilt({ tell: (line) => again.push(line) });
  expect(again).toEqual([]);
  expect((await stat(join(dist, "index.html"))).mtimeMs).toBe(before.mtimeMs);
});

test("the first load is under 200 kB of script, compressed", async () => {
  const html = await readFile(join(dist, "index.html"), "utf8");
  const scripts = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, path]) => path ?? "");
  expect(scripts.length).toBeGreaterThan(1);
  const sizes = await Promise.all(scripts.map(async (path) => (await stat(join(dist, `${path}.gz`))).size));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(scriptBytesMax);
});

test("the page has no inline script or style, which its policy would refuse", async () => {
  const html = await readFile(join(dist, "index.html"), "utf8");
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=/);
});

test("any change of a source changes the hash, and a test's does not", async () => {
  const root = await openFolder();
  const write = async (path: string, text: string) => {
    await mkdir(join(root, path, ".."), { recursive: true });
    await writeFile(join(root, path), text);
  };
  await write("apps/dashboard/index.html", "<html>");
  const seen = new Set([hashSources(root)]);
  await write("apps/dashboard/src/page/views/deep/down.tsx", "1");
  seen.add(hashSources(root));
  await write("packages/domain/src/verdict.ts", "1");
  seen.add(hashSources(root));
  await write("pnpm-lock.yaml", "1");
  seen.add(hashSources(root));
  expect(seen.size).toBe(4);
  await write("packages/domain/src/verdict.test.ts", "1");
  expect(seen.has(hashSources(root))).toBe(true);
});

test("a new build takes the place of the old one, and leaves nothing of it", async () => {
  const target = await openFolder();
  const build = async (name: string) => {
    const fresh = await openFolder();
    await mkdir(join(fresh, "assets"));
    await writeFile(join(fresh, "assets", `${name}.js`), name);
    await writeFile(join(fresh, "index.html"), `<script src="/assets/${name}.js">`);
    publishBuild(fresh, target, name);
  };
  await build("one");
  await build("two");
  expect((await readdir(join(target, "assets"))).sort()).toEqual(["two.js", "two.js.br", "two.js.gz"]);
  expect(await readFile(join(target, "index.html"), "utf8")).toContain("two.js");
  expect(await readFile(join(target, "sources.sha256"), "utf8")).toBe("two");
});
