import { createMetrics } from "@earshot/runtime";
import type { Coverage } from "@earshot/storage";
import { pino } from "pino";
import { expect, test } from "vitest";
import { watchCoverage } from "./watch-coverage.ts";

test("ops are told once when coverage falls below its floor, and once when it is well above again", async () => {
  const lines: { event: string; isBelow: boolean }[] = [];
  const log = pino({ level: "warn" }, { write: (line) => void lines.push(JSON.parse(line)) });
  const metrics = createMetrics({ withProcess: false });
  let covered = 100;
  const one = { parked: 0, neverChecked: 0, ageP95Ms: 1, vantages: [] };
  const read = async () => {
    const feeds: Coverage = { ...one, kind: "feed", subjects: 100, covered };
    const none: Coverage = { ...one, kind: "host", subjects: 0, covered: 0 };
    return { at: new Date("2026-11-20T12:00:00.000Z"), kinds: [feeds, none] };
  };
  const watch = watchCoverage({ coverage: { read }, floor: 0.95, metrics, log });
  const told: number[] = [];
  const gauges: string[] = [];
  for (const share of [100, 95, 94, 90, 95, 96, 97]) {
    covered = share;
    await watch.look();
    told.push(lines.length);
    gauges.push(/earshot_coverage_below_floor\{kind="feed"\} (\d)/.exec(await metrics.text())?.[1] ?? "");
  }
  expect(told).toEqual([0, 0, 1, 1, 1, 2, 2]);
  expect(gauges).toEqual(["0", "0", "1", "1", "1", "0", "0"]);
  expect(lines.map(({ event, isBelow }) => [event, isBelow])).toEqual([
    ["coverage.below-floor", true],
    ["coverage.below-floor", false],
  ]);
  expect(watch.alerts()).toMatchObject([{ subject: "feed", isBelow: false, share: 0.96, floor: 0.95 }]);
});
