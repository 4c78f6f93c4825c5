import { expect, test } from "vitest";
import { count, formatBytes, formatDistance, formatInstant, formatMs, formatSpan } from "./format.ts";

const now = Date.parse("2026-11-25T12:00:00.000Z");

test.each([
  [0, "0 s"],
  [12_400, "12 s"],
  [200_000, "3 min 20 s"],
  [3_600_000, "1 h"],
  [187_200_000, "2 d 4 h"],
  [-187_200_000, "2 d 4 h"],
  [30 * 86_400_000 + 5_000_000, "30 d"],
])("%i ms are %s", (ms, text) => {
  expect(formatSpan(ms)).toBe(text);
});

test("a distance looks both ways", () => {
  expect(formatDistance("2026-11-25T11:57:00.000Z", now)).toBe("3 min ago");
  expect(formatDistance("2026-12-07T13:00:00.000Z", now)).toBe("in 12 d");
  expect(formatDistance("2026-11-25T12:00:00.400Z", now)).toBe("now");
});

test("instants are told in UTC", () => {
  expect(formatInstant("2026-11-25T17:30:12.000Z")).toBe("25 Nov 2026, 17:30:12 UTC");
});

test("durations, counts and bytes have the unit that suits them", () => {
  expect([0, 0.4, 4.4, 1_240].map(formatMs)).toEqual(["0 ms", "<1 ms", "4 ms", "1.2 s"]);
  expect(formatMs(null)).toBe("–");
  expect([count(1, "episode"), count(1_200, "episode")]).toEqual(["1 episode", "1,200 episodes"]);
  expect([count(1, "address"), count(2, "address")]).toEqual(["1 address", "2 addresses"]);
  expect([512, 4_096, 5_242_880].map(formatBytes)).toEqual(["512 B", "4 KiB", "5 MiB"]);
});
