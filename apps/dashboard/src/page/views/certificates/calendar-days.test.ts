import { expect, test } from "vitest";
import { calendarWeeks } from "./calendar-days.ts";

const host = {
  hostId: "1",
  hostname: "media.example",
  port: 443,
  expiresAt: "2026-12-02T12:00:00.000Z",
  certificate: null,
  shows: 1,
  endpoints: 0,
  episodes: 2,
  feeds: [],
};

test("weeks begin on Monday and hold each day of the forecast once, with what ends on it", () => {
  const weeks = calendarWeeks({
    from: "2026-11-25T17:00:00.000Z",
    until: "2026-12-09T17:00:00.000Z",
    truncated: false,
    next: null,
    items: [{ date: "2026-12-02", hosts: Array.from({ length: 5 }, () => host) }],
  });
  expect(weeks.map((week) => week.map((day) => day?.date.slice(8) ?? "--").join(" "))).toEqual([
    "-- -- 25 26 27 28 29",
    "30 01 02 03 04 05 06",
    "07 08 09 -- -- -- --",
  ]);
  const days = weeks.flat().filter((day) => day !== null);
  expect(days.filter(({ level }) => level > 0).map(({ date, level }) => [date, level])).toEqual([
    ["2026-12-02", 3],
  ]);
  expect(days.filter(({ isFirstOfMonth }) => isFirstOfMonth).map(({ date }) => date)).toEqual(["2026-12-01"]);
});
