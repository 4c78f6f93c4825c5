import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { buildApi } from "../src/index.ts";
import { openTestApi } from "./open-test-api.ts";

const dir = await mkdtemp(join(tmpdir(), "earshot-dashboard-"));
afterAll(() => rm(dir, { recursive: true, force: true }));
const script = "console.log('hello')";
await mkdir(join(dir, "assets"));
await writeFile(join(dir, "index.html"), "<!doctype html><title>Earshot</title>");
await writeFile(join(dir, "favicon.svg"), "<svg/>");
await writeFile(join(dir, "theme.js"), "1");
await writeFile(join(dir, "secret.txt"), "not for you");
await writeFile(join(dir, "assets/index-0123.js"), script);
await writeFile(join(dir, "assets/index-0123.js.br"), brotliCompressSync(script));

const { app, deps } = await openTestApi({ dashboardDir: dir });
const asBrowser = { accept: "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8" };

test.each([
  ["/", "text/html; charset=utf-8"],
  ["/theme.js", "application/javascript; charset=utf-8"],
  ["/favicon.svg", "image/svg+xml"],
])("%s is served as %s, revalidated, under a strict policy", async (path, type) => {
  const { statusCode, headers } = await app.inject(path);
  expect([statusCode, headers["content-type"]]).toEqual([200, type]);
  expect(headers["cache-control"]).toBe("no-cache");
  expect(headers["content-security-policy"]).toContain("script-src 'self'");
  expect(headers["content-security-policy"]).not.toContain("unsafe-inline");
  const again = await app.inject({ url: path, headers: { "if-none-match": headers["etag"] ?? "" } });
  expect(again.statusCode).toBe(304);
});

test("assets are kept for good, and come compressed to whoever can read that", async () => {
  const plain = await app.inject("/assets/index-0123.js");
  expect([plain.body, plain.headers["content-encoding"]]).toEqual([script, undefined]);
  expect(plain.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  const small = await app.inject({
    url: "/assets/index-0123.js",
    headers: { "accept-encoding": "br, gzip" },
  });
  expect(small.headers["content-encoding"]).toBe("br");
  expect(small.headers["content-type"]).toBe("application/javascript; charset=utf-8");
});

test.each(["/feeds/0197", "/incidents?state=open", "/ops/queues", "/certificates", "/hosts/media.example"])(
  "%s is the page for a browser, and a problem for a program",
  async (url) => {
    const browser = await app.inject({ url, headers: asBrowser });
    expect([browser.statusCode, browser.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    const program = await app.inject({ url, headers: { accept: "*/*" } });
    expect(program.statusCode).toBe(404);
    expect(program.headers["content-type"]).toContain("application/problem+json");
  },
);

test.each([
  "/v1/nothing",
  "/v1",
  "/metrics/nothing",
  "/assets/gone-4567.js",
  "/assets/",
  "/secret.txt",
  "/index.html",
  "/../package.json",
  "/assets/..%2fsecret.txt",
  "/.env",
])("%s is never the page nor a file, for browsers neither", async (url) => {
  const answer = await app.inject({ url, headers: asBrowser });
  expect(answer.statusCode).toBeOneOf([400, 403, 404]);
  expect(answer.headers["content-type"]).toContain("application/problem+json");
  expect(answer.body).not.toContain("not for you");
});

test("without a build the page says in a sentence what to run", async () => {
  const bare = await buildApi({ ...deps, dashboardDir: join(dir, "absent") });
  for (const url of ["/", "/feeds"]) {
    const answer = await bare.inject({ url, headers: asBrowser });
    expect([answer.statusCode, answer.headers["content-type"]]).toEqual([503, "text/plain; charset=utf-8"]);
    expect(answer.body).toContain("npx -y pnpm --filter @earshot/dashboard build");
  }
  await bare.close();
});
