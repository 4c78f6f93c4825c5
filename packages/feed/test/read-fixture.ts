import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseFeed } from "../src/index.ts";

/** Folder with the feeds that are read as examples, each beside what must come out. */
export const feedsFolder = join(import.meta.dirname, "../../../fixtures/feeds");

/** What a fixture's `expected.json` holds: everything but the faults' wording. */
export async function readFixture(file: string): Promise<unknown> {
  const parsed = await parseFeed(readFileSync(join(feedsFolder, file)), {
    baseUrl: "https://feeds.example/dir/feed.xml",
  });
  const faults = parsed.faults.map(({ code, severity, line }) => ({ code, severity, line }));
  return JSON.parse(JSON.stringify({ ...parsed, faults }));
}
