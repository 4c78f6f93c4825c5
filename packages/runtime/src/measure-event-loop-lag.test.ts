import { expect, it } from "vitest";
import { measureEventLoopLag } from "./measure-event-loop-lag.ts";

it("sees a stall of the event loop, still after its slot has passed, and none before it", async () => {
  const lag = measureEventLoopLag();
  try {
    const until = performance.now() + 700;
    await new Promise((resolve) => setTimeout(resolve, 50));
    while (performance.now() < until);
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(lag.lagMs()).toBeGreaterThan(500);
    await expect.poll(() => lag.lagMs(0), { timeout: 5_000 }).toBeLessThan(500);
    expect(lag.lagMs(60_000)).toBeGreaterThan(500);
  } finally {
    lag.close();
  }
});
