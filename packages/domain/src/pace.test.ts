import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { advancePace, fullPace, type HostSignal, type Pace, paceShare } from "./pace.ts";

const start = new Date("2026-11-23T12:00:00Z");
const after = (ms: number) => new Date(start.getTime() + ms);
const throttled: HostSignal = { kind: "throttled", retryAfterMs: null };
const fault: HostSignal = { kind: "fault" };

/** The pace after signals, each with the milliseconds from the start at which it came. */
function paceAfter(...signals: readonly (readonly [number, HostSignal])[]): Pace {
  return signals.reduce((pace, [ms, signal]) => advancePace(pace, signal, after(ms)), fullPace);
}

describe("the rate", () => {
  test.each([
    ["is full at first", [], 0, 1],
    ["is halved by a complaint", [[0, throttled]], 0, 0.5],
    [
      "is halved once by complaints of one moment",
      [
        [0, throttled],
        [4_999, throttled],
      ],
      0,
      0.5,
    ],
    [
      "is halved again by a later one",
      [
        [0, throttled],
        [6_000, throttled],
      ],
      6_000,
      0.255,
    ],
    ["comes back by a tenth each minute", [[0, throttled]], 60_000, 0.6],
    ["is full after five minutes", [[0, throttled]], 300_000, 1],
    [
      "is not lowered by faults",
      [
        [0, fault],
        [1, fault],
        [2, fault],
      ],
      3,
      1,
    ],
  ] as const)("%s", (_, signals, atMs, share) => {
    expect(paceShare(paceAfter(...signals), after(atMs))).toBeCloseTo(share, 6);
  });

  test("never falls below a thirty-second of the full one, and is never above it", () => {
    const complaints = fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 40 });
    fc.assert(
      fc.property(complaints, fc.integer({ min: 0, max: 4_000_000 }), (gaps, laterMs) => {
        let ms = 0;
        let pace = fullPace;
        for (const gap of gaps) {
          ms += gap;
          pace = advancePace(pace, throttled, after(ms));
        }
        const share = paceShare(pace, after(ms + laterMs));
        expect(share).toBeGreaterThanOrEqual(1 / 32);
        expect(share).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("a host", () => {
  test.each([
    ["for as long as it asks", 120_000, 120_000],
    ["for a second at least", 0, 1_000],
    ["for an hour at most", 86_400_000, 3_600_000],
  ])("is left alone %s", (_, retryAfterMs, closedMs) => {
    expect(paceAfter([0, { kind: "throttled", retryAfterMs }]).closedUntil).toEqual(after(closedMs));
  });

  test("that does not say how long is only asked more slowly", () => {
    expect(paceAfter([0, throttled]).closedUntil).toBeNull();
  });

  test("keeps the longer of two wishes", () => {
    const pace = paceAfter(
      [0, { kind: "throttled", retryAfterMs: 600_000 }],
      [1_000, { kind: "throttled", retryAfterMs: 5_000 }],
    );
    expect(pace.closedUntil).toEqual(after(600_000));
  });

  test.each([
    ["two faults in a row", [fault, fault], null],
    ["three faults in a row", [fault, fault, fault], after(10_002)],
    ["three faults with an answer between them", [fault, fault, { kind: "answered" }, fault], null],
    ["three faults with a complaint between them", [fault, fault, throttled, fault], null],
  ] as const)("after %s is closed until %o", (_, signals, until) => {
    expect(paceAfter(...signals.map((signal, ms) => [ms, signal] as const)).closedUntil).toEqual(until);
  });

  test("by faults, it lets three looks out when it is open again, whatever was on its way before, and closes for longer", () => {
    const faultsAt = (...times: readonly number[]) => times.map((ms) => [ms, fault] as const);
    const closed = faultsAt(0, 1, 2, 3, 4);
    expect(paceAfter(...closed).closedUntil).toEqual(after(10_002));
    const again = faultsAt(10_100, 10_200);
    expect(paceAfter(...closed, ...again).closedUntil).toEqual(after(10_002));
    expect(paceAfter(...closed, ...again, [10_300, fault]).closedUntil).toEqual(after(30_300));
    const dead = faultsAt(...Array.from({ length: 9_000 }, (_, n) => n * 30_000));
    const last = paceAfter(...dead);
    expect((last.closedUntil?.getTime() ?? 0) - after(8_999 * 30_000).getTime()).toBeLessThanOrEqual(60_000);
  });
});
