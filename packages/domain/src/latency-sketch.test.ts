import fc from "fast-check";
import { expect, test } from "vitest";
import { type LatencySketch, latencyBucketOf, latencyQuantile, mergeSketches } from "./latency-sketch.ts";

function sketchOf(latencies: readonly number[]): LatencySketch {
  return mergeSketches(latencies.map((ms) => new Map([[latencyBucketOf(ms), 1]])));
}

const latency = fc.integer({ min: 1, max: 60_000 });

test("a quantile is within 9.1 % of the true one, whatever the latencies", () => {
  fc.assert(
    fc.property(fc.array(latency, { minLength: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (all, q) => {
      const sorted = all.toSorted((one, other) => one - other);
      const exact = sorted[Math.max(0, Math.ceil(q * all.length) - 1)] ?? 0;
      const found = latencyQuantile(sketchOf(all), q) ?? 0;
      expect(Math.abs(found - exact) / exact).toBeLessThanOrEqual(0.091);
    }),
  );
});

test("sketches of parts add up to the sketch of the whole", () => {
  fc.assert(
    fc.property(fc.array(latency), fc.array(latency), (one, other) => {
      const merged = mergeSketches([sketchOf(one), sketchOf(other)]);
      expect([...merged].sort()).toEqual([...sketchOf([...one, ...other])].sort());
    }),
  );
});

test("of nothing there is no quantile", () => {
  expect(latencyQuantile(new Map(), 0.5)).toBeNull();
});
