import fc from "fast-check";
import { expect, test } from "vitest";
import { advanceMeter, type OutageMeter } from "./advance-meter.ts";

const start = new Date("2022-05-31T00:00:00.000Z");
const minutes = (count: number) => new Date(start.getTime() + count * 60_000);
const fresh: OutageMeter = { episodeMinutes: 0, countedUntil: start };

test.each([
  ["ten episodes for six minutes", fresh, 10, minutes(6), { episodeMinutes: 60, countedUntil: minutes(6) }],
  ["no episode", fresh, 0, minutes(6), { episodeMinutes: 0, countedUntil: minutes(6) }],
  ["no time", fresh, 10, start, fresh],
  [
    "an instant before",
    { episodeMinutes: 5, countedUntil: minutes(6) },
    10,
    minutes(3),
    { episodeMinutes: 5, countedUntil: minutes(6) },
  ],
  [
    "nothing while it does not run",
    { episodeMinutes: 5, countedUntil: null },
    10,
    minutes(6),
    { episodeMinutes: 5, countedUntil: null },
  ],
])("counts %s", (_, meter, episodes, until, expected) => {
  expect(advanceMeter(meter, episodes, until)).toEqual(expected);
});

test("comes to the same however often it is counted", () => {
  const steps = fc.array(fc.integer({ min: 0, max: 600_000 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(steps, fc.integer({ min: 0, max: 50_000 }), (gaps, episodes) => {
      let at = start.getTime();
      let meter = fresh;
      for (const gap of gaps) {
        at += gap;
        meter = advanceMeter(meter, episodes, new Date(at));
      }
      const once = advanceMeter(fresh, episodes, new Date(at));
      expect(meter.episodeMinutes).toBeCloseTo(once.episodeMinutes, 3);
    }),
  );
});
