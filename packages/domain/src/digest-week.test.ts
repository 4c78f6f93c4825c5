import { describe, expect, test } from "vitest";
import { digestPeriodMs, isoWeekOf, nextDigestAt } from "./digest-week.ts";

describe("isoWeekOf", () => {
  test.each([
    ["1970-01-01T00:00:00.000Z", "1970-W01"],
    ["2022-01-02T23:59:59.999Z", "2021-W52"],
    ["2022-01-03T00:00:00.000Z", "2022-W01"],
    ["2021-01-03T12:00:00.000Z", "2020-W53"],
    ["2024-12-30T00:00:00.000Z", "2025-W01"],
    ["2026-11-25T19:00:00.000Z", "2026-W48"],
  ])("%s is in %s", (instant, week) => {
    expect(isoWeekOf(new Date(instant))).toBe(week);
  });
});

test("a publisher has one place in every week, also over the end of a year, and publishers have different ones", () => {
  const publishers = Array.from({ length: 50 }, (_, index) => `publisher ${index}`);
  const places = new Set<number>();
  for (const id of publishers) {
    let at = nextDigestAt(id, new Date("2024-11-01T00:00:00.000Z"));
    places.add(at.getTime() % digestPeriodMs);
    const weeks = new Set<string>();
    for (let round = 0; round < 60; round++) {
      weeks.add(isoWeekOf(at));
      at = nextDigestAt(id, at);
    }
    expect(weeks.size).toBe(60);
  }
  expect(places.size).toBe(50);
});
