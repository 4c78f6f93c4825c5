import { expect, test } from "vitest";
import { failuresToSetAside, retryAfterFailureMs } from "./retry-after-failure.ts";

test.each([
  [1, 1],
  [2, 5],
  [3, 30],
  [4, 120],
  [failuresToSetAside, 1_440],
  [100, 1_440],
])("after failure %i it is tried again in %i minutes", (failures, minutes) => {
  expect(retryAfterFailureMs(failures)).toBe(minutes * 60_000);
});
