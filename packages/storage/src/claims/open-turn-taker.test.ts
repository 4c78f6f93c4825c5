import { expect, test } from "vitest";
import { openTurnTaker } from "./open-turn-taker.ts";

const turnOf = (hostId: number) => ({ at: new Date(hostId), isGranted: true });

test("whoever asks while the store is being asked goes with the next statement, each with its own turns", async () => {
  const asked: (readonly number[])[] = [];
  const gate = Promise.withResolvers<void>();
  const take = openTurnTaker(async (hostIds) => {
    asked.push(hostIds);
    await gate.promise;
    return hostIds.map(turnOf);
  });
  const turns = [take([1, 2]), take([3]), take([4, 5, 6]), take([])];
  gate.resolve();
  expect(await Promise.all(turns)).toEqual([
    [turnOf(1), turnOf(2)],
    [turnOf(3)],
    [turnOf(4), turnOf(5), turnOf(6)],
    [],
  ]);
  expect(asked).toEqual([
    [1, 2],
    [3, 4, 5, 6],
  ]);
});

test("a statement that fails, fails for those it was for and for nobody else", async () => {
  let isAway = true;
  const take = openTurnTaker(async (hostIds) => {
    if (isAway) throw new Error("the store is away");
    return hostIds.map(turnOf);
  });
  await expect(take([1])).rejects.toThrow("away");
  isAway = false;
  expect(await take([2])).toEqual([turnOf(2)]);
});
