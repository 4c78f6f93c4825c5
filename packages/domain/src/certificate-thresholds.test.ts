import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crossedThreshold, expiryThresholds } from "./certificate-thresholds.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const issued = new Date("2026-01-01T00:00:00Z");
const after = (milliseconds: number) => new Date(issued.getTime() + milliseconds);

describe("expiryThresholds", () => {
  it("takes a share of a short life and a fixed time of a long one", () => {
    expect(expiryThresholds(issued, after(6 * dayMs))).toEqual([
      1.2 * dayMs,
      0.6 * dayMs,
      0.3 * dayMs,
      0.12 * dayMs,
    ]);
    expect(expiryThresholds(issued, after(730 * dayMs))).toEqual([
      30 * dayMs,
      7 * dayMs,
      2 * dayMs,
      6 * hourMs,
    ]);
  });

  it("is never negative, even for a certificate that ends before it begins", () => {
    expect(expiryThresholds(issued, after(-dayMs))).toEqual([0, 0, 0, 0]);
  });

  it("always warns in order, within the life of the certificate", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4000 * dayMs }), (life) => {
        const [first, second, third, fourth] = expiryThresholds(issued, after(life));
        expect(first).toBeLessThanOrEqual(life);
        expect([second, third, fourth].every((one, at) => one <= ([first, second, third][at] ?? 0))).toBe(
          true,
        );
      }),
    );
  });
});

describe("crossedThreshold", () => {
  it("names the last threshold behind us, and the fourth after the end", () => {
    const end = after(100 * dayMs);
    const thresholds = expiryThresholds(issued, end);
    const at = (leftMs: number) => crossedThreshold(thresholds, end, new Date(end.getTime() - leftMs));
    expect([20 * dayMs + 1, 20 * dayMs, 7 * dayMs, 48 * hourMs, 6 * hourMs, 0, -dayMs].map(at)).toEqual([
      null,
      1,
      2,
      3,
      4,
      4,
      4,
    ]);
  });

  it("is silent about every certificate that is renewed with a third of its life left", () => {
    const lives = fc.oneof(fc.constantFrom(6, 47, 90, 100, 200, 398), fc.integer({ min: 1, max: 3650 }));
    fc.assert(
      fc.property(lives, fc.double({ min: 0, max: 2 / 3, noNaN: true }), (days, share) => {
        const end = after(days * dayMs);
        const now = after(days * dayMs * share);
        expect(crossedThreshold(expiryThresholds(issued, end), end, now)).toBeNull();
      }),
    );
  });

  it("only ever rises as time goes by", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 800 }), fc.nat(), fc.nat(), (days, a, b) => {
        const life = days * dayMs;
        const end = after(life);
        const [early = 0, late = 0] = [a % (2 * life), b % (2 * life)].sort((one, other) => one - other);
        const thresholds = expiryThresholds(issued, end);
        const level = (ms: number) => crossedThreshold(thresholds, end, after(ms)) ?? 0;
        expect(level(early)).toBeLessThanOrEqual(level(late));
      }),
    );
  });
});
