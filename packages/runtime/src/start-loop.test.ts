import { describe, expect, it } from "vitest";
import { type LoopOptions, startLoop } from "./start-loop.ts";

/** Options of a loop that runs once at its start and then only when woken. */
function sleepy<R>(run: LoopOptions<R>["run"]): LoopOptions<R> & { errors: unknown[] } {
  const errors: unknown[] = [];
  return {
    name: "planner",
    intervalMs: 3_600_000,
    run,
    clock: () => new Date("2022-05-30T12:00:00Z"),
    onError: (error) => errors.push(error),
    errorDelayMs: 3_600_000,
    errorDelayMsMax: 3_600_000,
    errors,
  };
}

describe("startLoop", () => {
  it("runs at once, again by its interval, and no more after it closed", async () => {
    let runs = 0;
    const third = Promise.withResolvers<void>();
    const loop = startLoop({ ...sleepy(() => ++runs === 3 && third.resolve()), intervalMs: 1 });
    await third.promise;
    await loop.close();
    const runsAtClose = runs;
    await loop.wake();
    expect(runs).toBe(runsAtClose);
    expect(loop.health()).toMatchObject({ runs, failures: 0, isRunning: false, lastError: null });
  });

  it("takes the interval from the result", async () => {
    const backlog = [50, 50, 7];
    const done = Promise.withResolvers<void>();
    const options = sleepy(() => {
      const claimed = backlog.shift() ?? 0;
      if (backlog.length === 0) done.resolve();
      return claimed;
    });
    const loop = startLoop<number>({ ...options, intervalMs: (claimed) => (claimed === 50 ? 0 : 3_600_000) });
    await done.promise;
    await loop.close();
    expect(loop.health().runs).toBe(3);
  });

  it("runs one at a time: a wake during a run starts another after it", async () => {
    let active = 0;
    let activeMax = 0;
    const gate = Promise.withResolvers<void>();
    const loop = startLoop(
      sleepy(async () => {
        activeMax = Math.max(activeMax, ++active);
        await gate.promise;
        active--;
      }),
    );
    const woken = Promise.all([loop.wake(), loop.wake()]);
    gate.resolve();
    await woken;
    expect(activeMax).toBe(1);
    expect(loop.health().runs).toBeLessThanOrEqual(2);
    await loop.close();
  });

  it("reports a failure, counts them in a row, and recovers", async () => {
    let isBroken = true;
    const options = sleepy(() => {
      if (isBroken) throw new Error("database away");
    });
    const loop = startLoop(options);
    await loop.wake();
    await loop.wake();
    expect(options.errors).toHaveLength(loop.health().failures);
    expect(loop.health()).toMatchObject({
      failures: loop.health().runs,
      lastError: "database away",
      lastSuccessAt: null,
    });
    isBroken = false;
    await loop.wake();
    expect(loop.health()).toMatchObject({
      failures: 0,
      lastError: null,
      lastSuccessAt: new Date("2022-05-30T12:00:00Z"),
    });
    await loop.close();
  });

  it("backs off from errors instead of keeping its interval", async () => {
    let runs = 0;
    const loop = startLoop({
      ...sleepy(() => {
        runs++;
        throw new Error("down");
      }),
      intervalMs: 0,
    });
    await loop.wake();
    const runsAfterWake = runs;
    // A loop that kept its interval of 0 would run again in these turns of the event loop.
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
    expect(runs).toBe(runsAfterWake);
    await loop.close();
  });

  it("waits for the run in hand when it closes, after telling it to stop", async () => {
    const started = Promise.withResolvers<void>();
    let isFinished = false;
    const options = sleepy(async (signal) => {
      started.resolve();
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
      isFinished = true;
      signal.throwIfAborted();
    });
    const loop = startLoop(options);
    await started.promise;
    await loop.close();
    expect(isFinished).toBe(true);
    expect(options.errors).toEqual([]);
  });

  it("lets nobody wait for a run that will never come", async () => {
    const loop = startLoop({ ...sleepy(() => {}), firstDelayMs: 3_600_000 });
    const closing = loop.close();
    await Promise.all([closing, loop.wake()]);
    expect(loop.health().runs).toBe(0);
  });
});
