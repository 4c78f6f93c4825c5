import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type PodcastHost, startPodcastHost } from "@earshot/podcast-host";
import { expect, type TestContext, test } from "vitest";
import { makeDirectory } from "./support/make-directory.ts";
import { openTestScope } from "./support/open-test-scope.ts";
import { optionsForHost } from "./support/options-for-host.ts";
import { readDocuments, runEarshot } from "./support/run-earshot.ts";

const timeout = 60_000;
const hostname = "paged.example";

function page(numbers: readonly number[], next: string | null): string {
  const link = next === null ? "" : `<atom:link rel="next" href="${next}"/>`;
  const items = numbers.map(
    (n) =>
      `<item><guid>e${n}</guid><enclosure url="https://media.example/${n}.mp3" length="1" type="audio/mpeg"/></item>`,
  );
  return `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Paged</title>${link}${items.join("")}</channel></rss>`;
}

async function openPagedHost(context: TestContext) {
  const scope = openTestScope(context);
  const host: PodcastHost = await scope.open("podcast host", startPodcastHost());
  const serve = (path: string, text: string) =>
    host.setRoute(hostname, path, { kind: "text", text, contentType: "application/rss+xml" });
  serve("/1.xml", page([4, 3], "/2.xml"));
  serve("/2.xml", page([3, 2, 1], null));
  return { scope, host, url: host.url(hostname, "/1.xml"), options: await optionsForHost(scope, host) };
}

const guidsOf = (list: unknown): unknown[] =>
  Array.isArray(list) ? list.map((entry) => Object(entry).guid) : [];

test("parse and check read every page of a feed, each episode once", { timeout }, async (context) => {
  const { url, options } = await openPagedHost(context);
  const [parsed] = readDocuments(await runEarshot(["parse", "--json", ...options, url]));
  expect(guidsOf(Object(parsed).episodes)).toEqual(["e4", "e3", "e2", "e1"]);
  expect(Object(parsed).faults).toEqual([]);
  const [checked] = readDocuments(
    await runEarshot(["check", "--json", "--episodes", "all", ...options, url]),
  );
  expect(guidsOf(Object(checked).enclosures)).toEqual(["e4", "e3", "e2", "e1"]);
});

test("a page that cannot be read is a fault, and the others are read", { timeout }, async (context) => {
  const { host, url, options } = await openPagedHost(context);
  host.setFault(`${hostname}/2.xml`, { kind: "status", status: 500 });
  const [parsed] = readDocuments(await runEarshot(["parse", "--json", ...options, url]));
  expect(guidsOf(Object(parsed).episodes)).toEqual(["e4", "e3"]);
  expect(Object(parsed).faults).toEqual([
    expect.objectContaining({
      code: "feed.malformed",
      message: expect.stringMatching(/^Page 2 of the feed .*2\.xml\) was not read/),
    }),
  ]);
});

test("a file that is one page of a feed says so, beside the data", { timeout }, async (context) => {
  const { scope } = await openPagedHost(context);
  const path = join(await makeDirectory(scope), "page.xml");
  await writeFile(path, page([4, 3], "https://paged.example/2.xml"));
  const run = await runEarshot(["parse", "--json", path]);
  expect(guidsOf(Object(readDocuments(run)[0]).episodes)).toEqual(["e4", "e3"]);
  expect(run.stderr).toMatch(/is one page of a feed that goes on at https:\/\/paged\.example\/2\.xml/);
});
