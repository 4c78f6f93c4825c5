import { createMetrics } from "@earshot/runtime";
import { type Coverage, openStore, readCoverageAlerts } from "@earshot/storage";
import { createTestDatabase } from "@earshot/test-servers";
import { pino } from "pino";
import { afterAll, beforeEach, expect, test } from "vitest";
import { watchCoverage } from "./watch-coverage.ts";

const database = await createTestDatabase();
const store = openStore({ url: database.url, log: pino({ level: "silent" }), poolMax: 2 });
afterAll(async () => {
  await store.close();
  await database.close();
});
beforeEach(async () => {
  await store.db.deleteFrom("coverage_alerts").execute();
});

/** A process that serves the API: what it measures, what it tells, and its gauge. */
function openProcess() {
  const lines: { event: string; isBelow: boolean }[] = [];
  const log = pino({ level: "warn" }, { write: (line) => void lines.push(JSON.parse(line)) });
  const metrics = createMetrics({ withProcess: false });
  const unstretched = { stretched: 0, longestPeriodMs: 60_000 };
  const one = { parked: 0, neverChecked: 0, ...unstretched, ageP95Ms: 1, vantages: [] };
  let reading = { at: new Date(), covered: 100 };
  const read = async () => {
    const feeds: Coverage = { ...one, kind: "feed", subjects: 100, covered: reading.covered };
    const none: Coverage = { ...one, kind: "host", subjects: 0, covered: 0 };
    return { at: reading.at, kinds: [feeds, none] };
  };
  const clock = () => new Date();
  const look = watchCoverage({ db: store.db, coverage: { read }, clock, floor: 0.95, metrics, log });
  const measure = (covered: number, at = new Date()) => {
    reading = { at, covered };
    return look();
  };
  const gauge = async () => /below_floor\{kind="feed"\} (\d)/.exec(await metrics.text())?.[1] ?? "";
  return { measure, lines, gauge };
}

test("ops are told once when coverage falls below its floor, and once when it is well above again", async () => {
  const { measure, lines, gauge } = openProcess();
  const told: number[] = [];
  const gauges: string[] = [];
  for (const share of [100, 95, 94, 90, 95, 96, 97]) {
    await measure(share);
    told.push(lines.length);
    gauges.push(await gauge());
  }
  expect(told).toEqual([0, 0, 1, 1, 1, 2, 2]);
  expect(gauges).toEqual(["0", "0", "1", "1", "1", "0", "0"]);
  expect(lines.map(({ event, isBelow }) => [event, isBelow])).toEqual([
    ["coverage.below-floor", true],
    ["coverage.below-floor", false],
  ]);
  expect(await readCoverageAlerts(store.db)).toMatchObject([
    { kind: "feed", isBelow: false, share: 0.96, floor: 0.95 },
  ]);
});

test("of several processes one tells, and one that has measured before does not take it back", async () => {
  const [one, other] = [openProcess(), openProcess()];
  // By more than a statement takes on its way: the store tells the time of a measurement by its age.
  const before = new Date(Date.now() - 60_000);
  await one.measure(90);
  await other.measure(97, before);
  await other.measure(90);
  expect([one.lines.length, other.lines.length]).toEqual([1, 0]);
  await Promise.all([one.measure(97), other.measure(97)]);
  expect(one.lines.length + other.lines.length).toBe(2);
  expect([await one.gauge(), await other.gauge()]).toEqual(["0", "0"]);
  expect(await readCoverageAlerts(store.db)).toMatchObject([{ isBelow: false }]);
});
