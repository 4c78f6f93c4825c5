import { expect, test } from "vitest";
import { moveInWall } from "./wall-geometry.ts";

const wall = { columns: 10, cells: 95 };

test.each([
  ["ArrowRight", 3, 4],
  ["ArrowRight", 94, 94],
  ["ArrowLeft", 0, 0],
  ["ArrowDown", 3, 13],
  ["ArrowDown", 86, 86],
  ["ArrowUp", 13, 3],
  ["ArrowUp", 3, 3],
  ["Home", 27, 20],
  ["End", 27, 29],
  ["End", 92, 94],
  ["PageDown", 20, 94],
  ["PageUp", 20, 0],
])("%s leads from %i to %i", (key, at, to) => {
  expect(moveInWall(key, at, wall)).toBe(to);
});

test("other keys are not the wall's", () => {
  expect(moveInWall("a", 3, wall)).toBeNull();
  expect(moveInWall("Enter", 3, wall)).toBeNull();
});
