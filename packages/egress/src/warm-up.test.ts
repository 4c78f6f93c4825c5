import { expect, test } from "vitest";
import { warmUp } from "./warm-up.ts";

test("warming up ends, asks nobody and leaves nothing open", async () => {
  const before = process.getActiveResourcesInfo().toSorted();
  await expect(warmUp()).resolves.toBeUndefined();
  await expect.poll(() => process.getActiveResourcesInfo().toSorted()).toEqual(before);
});
