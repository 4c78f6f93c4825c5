import type { Turn } from "./take-turns.ts";

/** Takes a turn for each host named, in their order. */
export type TakeTurns = (hostIds: readonly number[]) => Promise<readonly Turn[]>;

interface Asked {
  readonly hostIds: readonly number[];
  readonly done: PromiseWithResolvers<readonly Turn[]>;
}

/**
 * Lets those who ask while the store is being asked go together, by one statement, in the order in which they came: a
 * busy checker's batches have the same hosts, whose rows they would lock one after the other, and whoever missed its
 * turn is seldom alone. Nobody waits when nothing is being asked. When a statement fails, all that it was for fail.
 */
export function openTurnTaker(take: TakeTurns): TakeTurns {
  let waiting: Asked[] = [];
  let isAsking = false;

  async function askFor(together: readonly Asked[]): Promise<void> {
    try {
      const turns = await take(together.flatMap(({ hostIds }) => hostIds));
      let from = 0;
      for (const { hostIds, done } of together) {
        done.resolve(turns.slice(from, from + hostIds.length));
        from += hostIds.length;
      }
    } catch (error) {
      for (const { done } of together) done.reject(error);
    }
  }
  async function askForAll(): Promise<void> {
    isAsking = true;
    while (waiting.length > 0) {
      const together = waiting;
      waiting = [];
      await askFor(together);
    }
    isAsking = false;
  }
  return (hostIds) => {
    const asked = { hostIds, done: Promise.withResolvers<readonly Turn[]>() };
    waiting.push(asked);
    if (!isAsking) void askForAll();
    return asked.done.promise;
  };
}
