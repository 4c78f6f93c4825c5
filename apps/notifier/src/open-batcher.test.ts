import { expect, test } from "vitest";
import { openBatcher } from "./open-batcher.ts";

test("what comes while a batch is carried out is the next one, up to the most that a batch may hold", async () => {
  const batches: (readonly number[])[] = [];
  const first = Promise.withResolvers<void>();
  const batcher = openBatcher<number>(
    async (batch) => {
      batches.push(batch);
      if (batches.length === 1) await first.promise;
    },
    { batchMax: 3 },
  );
  const added = [batcher.add(1)];
  await expect.poll(() => batches).toEqual([[1]]);
  for (const item of [2, 3, 4, 5]) added.push(batcher.add(item));
  first.resolve();
  await Promise.all(added);
  expect(batches).toEqual([[1], [2, 3, 4], [5]]);
});

test("an item that cannot be carried out fails alone", async () => {
  const done: number[] = [];
  const batcher = openBatcher<number>(
    async (batch) => {
      if (batch.includes(2)) throw new Error("not two");
      done.push(...batch);
    },
    { batchMax: 10 },
  );
  const ends = await Promise.allSettled([1, 2, 3].map((item) => batcher.add(item)));
  expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(done).toEqual([1, 3]);
});
