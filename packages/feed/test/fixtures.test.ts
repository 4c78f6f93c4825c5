import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { feedsFolder, readFixture } from "./read-fixture.ts";

const cases = readdirSync(feedsFolder).filter(
  (file) => /\.(?:xml|json)$/.test(file) && !file.endsWith(".expected.json"),
);

test("there are cases", () => {
  expect(cases.length).toBeGreaterThan(50);
});

test.each(cases)("%s comes out as expected", async (file) => {
  const expected: unknown = JSON.parse(
    readFileSync(join(feedsFolder, file.replace(/\.\w+$/, ".expected.json")), "utf8"),
  );
  expect(await readFixture(file)).toEqual(expected);
});
