import { describe, expect, it } from "vitest";
import { readRetryAfter } from "./read-retry-after.ts";

describe("readRetryAfter", () => {
  const now = new Date("2026-11-23T12:00:00Z");

  it.each([
    ["120", 120_000],
    [" 0 ", 0],
    ["Mon, 23 Nov 2026 12:01:00 GMT", 60_000],
    ["Mon, 23 Nov 2026 11:00:00 GMT", 0],
    ["99999999999", 99_999_999_999_000],
    ["9".repeat(400), Number.MAX_SAFE_INTEGER],
    ["soon", null],
    ["-5", null],
    ["", null],
    [null, null],
  ])("reads %j as %j ms", (value, expected) => {
    expect(readRetryAfter(value, now)).toBe(expected);
  });
});
