import { describe, expect, it } from "vitest";
import { deliveryDelaysMs, judgeEndpoint, nextDeliveryDelayMs } from "./delivery-schedule.ts";

const failed = { attemptsMade: 2, overloaded: false, retryAfterMs: null, random: 0.5 };
const day = 86_400_000;
const now = new Date("2026-11-23T12:00:00Z");

describe("nextDeliveryDelayMs", () => {
  it("follows the schedule without jitter at the middle of the random range, then ends", () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 8].map((attemptsMade) =>
      nextDeliveryDelayMs({ ...failed, attemptsMade }),
    );
    expect(delays).toEqual([...deliveryDelaysMs.slice(1), null]);
  });

  it("jitters by a fifth either way", () => {
    expect(nextDeliveryDelayMs({ ...failed, random: 0 })).toBe(240_000);
    expect(nextDeliveryDelayMs({ ...failed, random: 1 })).toBe(360_000);
  });

  it("honours Retry-After between one and two times the planned wait", () => {
    expect(nextDeliveryDelayMs({ ...failed, retryAfterMs: 1_000 })).toBe(300_000);
    expect(nextDeliveryDelayMs({ ...failed, retryAfterMs: 400_000 })).toBe(400_000);
    expect(nextDeliveryDelayMs({ ...failed, retryAfterMs: 9e9 })).toBe(600_000);
  });

  it("waits at least a minute for an overloaded receiver", () => {
    expect(nextDeliveryDelayMs({ ...failed, attemptsMade: 1, overloaded: true })).toBe(60_000);
  });
});

describe("judgeEndpoint", () => {
  it("warns at half the time and disables after five days and ten failures", () => {
    const since = (days: number) => new Date(now.getTime() - days * day);
    expect(judgeEndpoint({ firstFailureAt: null, failures: 0 }, now)).toBe("keep");
    expect(judgeEndpoint({ firstFailureAt: since(2), failures: 50 }, now)).toBe("keep");
    expect(judgeEndpoint({ firstFailureAt: since(3), failures: 6 }, now)).toBe("warn");
    expect(judgeEndpoint({ firstFailureAt: since(5), failures: 9 }, now)).toBe("warn");
    expect(judgeEndpoint({ firstFailureAt: since(5), failures: 10 }, now)).toBe("disable");
    expect(judgeEndpoint({ firstFailureAt: since(9), failures: 2 }, now)).toBe("keep");
  });
});
