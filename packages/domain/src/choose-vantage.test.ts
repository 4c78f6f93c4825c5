import { expect, test } from "vitest";
import { chooseVantage } from "./choose-vantage.ts";

const keys = Array.from({ length: 3_000 }, (_, id) => `media:${id}`);
const three = ["eu", "us", "asia"];

test.each<[readonly string[], string | null]>([
  [[], null],
  [["eu"], null],
  [["eu"], "eu"],
])("of %o nobody in particular looks", (live, awayFrom) => {
  expect(chooseVantage("media:1", live, awayFrom)).toBeNull();
});

test("subjects spread evenly over the vantages, whatever the order in which these are named", () => {
  const homes = keys.map((key) => chooseVantage(key, three, null));
  expect(keys.map((key) => chooseVantage(key, three.toReversed(), null))).toEqual(homes);
  for (const vantage of three) {
    const share = homes.filter((home) => home === vantage).length / keys.length;
    expect(share).toBeGreaterThan(0.28);
    expect(share).toBeLessThan(0.39);
  }
});

test("when a vantage leaves, only its own subjects move, and spread over the others", () => {
  const before = keys.map((key) => chooseVantage(key, three, null));
  const after = keys.map((key) => chooseVantage(key, ["eu", "asia"], null));
  const moved = after.filter((home, index) => home !== before[index]);
  expect(moved).toHaveLength(before.filter((home) => home === "us").length);
  expect(moved.filter((home) => home === "eu").length / moved.length).toBeCloseTo(0.5, 1);
});

test("a failure is looked at from elsewhere, where there is an elsewhere", () => {
  for (const key of keys) {
    const home = chooseVantage(key, three, null);
    const other = chooseVantage(key, three, home);
    expect(other).not.toBe(home);
    expect(three).toContain(other);
    // The look after that one goes home.
    expect(chooseVantage(key, three, other)).toBe(home);
  }
});
