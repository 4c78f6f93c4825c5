import { expect, test } from "vitest";
import { drainDelayMs } from "./drain.ts";

test.each([
  [0, 0],
  [1, 1_766],
  [10, 10_972],
  [165, 60_000],
  [166, 60_200],
  [265, 80_000],
])("at five a second the parked URL number %i is due after %i ms", (place, delayMs) => {
  expect(Math.round(drainDelayMs(place, 5))).toBe(delayMs);
});

test.each([0.01, 1, 5, 1_000])(
  "at %d a second it starts slow, grows, and never exceeds the rate",
  (hostRate) => {
    const delays = Array.from({ length: 1_000 }, (_, place) => drainDelayMs(place, hostRate));
    const gaps = delays.slice(1).map((delay, index) => delay - (delays[index] ?? 0));
    for (const [index, gap] of gaps.entries()) {
      expect(gap).toBeGreaterThan(1_000 / hostRate - 1e-6);
      if (index > 0) expect(gap).toBeLessThanOrEqual((gaps[index - 1] ?? 0) + 1e-6);
    }
  },
);
