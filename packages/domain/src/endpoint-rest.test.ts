import { describe, expect, it } from "vitest";
import { attemptsAtOnce, restAfterFailuresMs } from "./endpoint-rest.ts";

describe("an endpoint's rest", () => {
  it.each([
    [0, 8, 0],
    [1, 8, 0],
    [9, 8, 0],
    [10, 1, 15_000],
    [11, 1, 30_000],
    [14, 1, 240_000],
    [15, 1, 300_000],
    [5_000, 1, 300_000],
  ])("after %i failures in a row: %i at a time, %i ms of rest", (failures, atOnce, restMs) => {
    expect(attemptsAtOnce(failures)).toBe(atOnce);
    expect(restAfterFailuresMs(failures)).toBe(restMs);
  });
});
