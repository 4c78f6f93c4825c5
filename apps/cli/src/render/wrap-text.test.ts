import { stripVTControlCharacters, styleText } from "node:util";
import { expect, test } from "vitest";
import { wrapText } from "./wrap-text.ts";

test("lines break at spaces and hang below the first", () => {
  expect(wrapText("     ! code  one two three four", 7, 20).split("\n")).toEqual([
    "     ! code  one two",
    "       three four",
  ]);
  expect(wrapText("one two", 2, 7)).toBe("one two");
  expect(wrapText("one two", 2, Number.POSITIVE_INFINITY)).toBe("one two");
});

test("a word longer than a line stays whole, and the beginning is never an empty line", () => {
  const url = "https://media.example/a-long-name.mp3";
  expect(wrapText(`     → ${url} is long`, 7, 20).split("\n")).toEqual([
    "     →",
    `       ${url}`,
    "       is long",
  ]);
  expect(wrapText(url, 7, 20)).toBe(url);
});

test("colours take no room", () => {
  const painted = `${styleText("red", "one", { validateStream: false })} two three`;
  expect(stripVTControlCharacters(wrapText(painted, 2, 7))).toBe("one two\n  three");
});
