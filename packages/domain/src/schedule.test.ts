import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  adaptFeedPeriod,
  isHot,
  nextFeedDue,
  nextHostDue,
  nextMediaDue,
  wishedFeedPeriod,
} from "./schedule.ts";
import { nextOnGrid, spreadMs } from "./spread.ts";

const periods = { feedMs: 900_000, hostMs: 60_000, enclosureMs: 1_800_000, catalogueMs: 30 * 86_400_000 };
const now = new Date("2026-11-23T12:00:00Z");
const media = { key: "media:1", hotSince: null, newest: true, rangeIgnored: false, behindTrouble: false };

describe("spreadMs and nextOnGrid", () => {
  it("gives each subject a stable place, and the next one within one period", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1_000, max: 30 * 86_400_000 }), (key, periodMs) => {
        const next = nextOnGrid(key, periodMs, now);
        expect(next > now).toBe(true);
        expect(next.getTime() - now.getTime()).toBeLessThanOrEqual(periodMs);
        expect(nextOnGrid(key, periodMs, next).getTime() - next.getTime()).toBe(periodMs);
      }),
    );
  });

  it("spreads subjects evenly: no tenth of the period holds more than twice its share", () => {
    const tenths = new Array<number>(10).fill(0);
    for (let id = 0; id < 10_000; id += 1) {
      const tenth = Math.floor(spreadMs(`media:${id}`, 1_000) / 100);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    expect(Math.max(...tenths)).toBeLessThan(2_000);
    expect(Math.min(...tenths)).toBeGreaterThan(500);
  });
});

/** Minutes from the first sight of a URL to each hot look after the first, when each look is so much late. */
function hotLooksWith(enclosureMs: number, lateMs: number): readonly number[] {
  const minutes: number[] = [];
  let at = new Date(now.getTime() + lateMs);
  for (;;) {
    const due = nextMediaDue({ ...media, hotSince: now }, { ...periods, enclosureMs }, at);
    if (due.lane !== "hot") return minutes;
    minutes.push((due.at.getTime() - now.getTime()) / 60_000);
    at = new Date(due.at.getTime() + lateMs);
  }
}

describe("nextMediaDue", () => {
  it("follows the hot schedule at 1, 5, 15 and 60 minutes after the first look, then the period", () => {
    expect(hotLooksWith(3_600_000, 0)).toEqual([1, 5, 15, 60]);
  });

  it("keeps to those times however late each look was", () => {
    expect(hotLooksWith(3_600_000, 2_500)).toEqual([1, 5, 15, 60]);
  });

  it("leaves out none of them for the looks that the period wants between them", () => {
    expect(hotLooksWith(30 * 60_000, 0)).toEqual([1, 5, 15, 45, 60]);
  });

  it("never waits longer for a new episode than for the other newest ones", () => {
    for (const sinceMs of [0, 60_000, 300_000, 900_000]) {
      const hotSince = new Date(now.getTime() - sinceMs);
      const due = nextMediaDue({ ...media, hotSince }, { ...periods, enclosureMs: 2_000 }, now);
      expect(due.at.getTime() - now.getTime()).toBe(2_000);
    }
  });

  it("asks a host that ignores ranges at most twice a day, hot or not", () => {
    const due = nextMediaDue({ ...media, hotSince: now, rangeIgnored: true }, periods, now);
    expect(due.at.getTime() - now.getTime()).toBeGreaterThanOrEqual(43_200_000);
  });

  it.each([
    ["each minute", {}, 60_000],
    ["no later than it would be without", { hotSince: now }, 60_000],
    ["at most twice a day where each look counts as a download", { rangeIgnored: true }, 43_200_000],
  ])("looks at the sample behind a host in trouble %s", (_, change, leastMs) => {
    const due = nextMediaDue({ ...media, newest: false, behindTrouble: true, ...change }, periods, now);
    expect(due.at.getTime() - now.getTime()).toBeGreaterThanOrEqual(leastMs);
    if (leastMs === 60_000) expect(due.at.getTime() - now.getTime()).toBe(leastMs);
  });

  it("sweeps the back catalogue within its own period", () => {
    const due = nextMediaDue({ ...media, newest: false }, periods, now);
    expect(due.at.getTime() - now.getTime()).toBeLessThanOrEqual(periods.catalogueMs);
  });
});

describe("nextHostDue", () => {
  const host = {
    key: "host:media.example:443",
    watchedClosely: true,
    expiresAt: null,
    isRepresentative: true,
  };

  it("is due one second after a deadline that comes before its place on the grid", () => {
    const expiresAt = new Date(now.getTime() + 200);
    const due = nextHostDue({ ...host, watchedClosely: false, expiresAt }, periods, now);
    expect(due).toEqual({ at: new Date(now.getTime() + 1_200), lane: "hot" });
  });

  it("is due within half a minute after a deadline where another host represents the certificate", () => {
    const expiresAt = new Date(now.getTime() + 20_000);
    const slow = { ...periods, hostMs: 3_600_000 };
    const delays = Array.from({ length: 300 }, (_, index) => {
      const facts = { ...host, key: `host:${index}`, expiresAt, isRepresentative: false };
      return nextHostDue(facts, slow, now).at.getTime() - expiresAt.getTime();
    });
    const ofDeadline = delays.filter((delayMs) => delayMs >= 1_000 && delayMs <= 26_000);
    expect(ofDeadline.length).toBeGreaterThan(290);
    // Nobody is bunched: in any second about a twenty-fifth of them.
    for (let second = 1; second < 26; second += 1) {
      const inSecond = ofDeadline.filter((delayMs) => Math.floor(delayMs / 1_000) === second);
      expect(inSecond.length).toBeLessThan(40);
    }
  });

  it("does not wait for a deadline that has passed", () => {
    const due = nextHostDue({ ...host, expiresAt: new Date(now.getTime() - 5_000) }, periods, now);
    expect(due.at > now).toBe(true);
    expect(due.lane).toBe("ordinary");
  });

  it("looks less often at hosts that nothing presses", () => {
    const quiet = nextHostDue({ ...host, watchedClosely: false }, periods, now);
    const again = nextHostDue({ ...host, watchedClosely: false }, periods, quiet.at);
    expect(again.at.getTime() - quiet.at.getTime()).toBe(5 * periods.hostMs);
  });
});

describe("isHot and nextFeedDue", () => {
  it("calls an episode hot within 48 hours of its publication, and one without a date never", () => {
    expect(isHot(new Date(now.getTime() - 47 * 3_600_000), now)).toBe(true);
    expect(isHot(new Date(now.getTime() + 3_600_000), now)).toBe(true);
    expect(isHot(new Date(now.getTime() - 49 * 3_600_000), now)).toBe(false);
    expect(isHot(null, now)).toBe(false);
  });

  it("keeps a feed on its grid", () => {
    const first = nextFeedDue("feed:7", periods.feedMs, now).at;
    expect(nextFeedDue("feed:7", periods.feedMs, first).at.getTime() - first.getTime()).toBe(periods.feedMs);
  });
});

describe("wishedFeedPeriod", () => {
  it.each([
    ["nobody is left", [], 900_000],
    ["nobody wishes", [null, null], 900_000],
    ["one wishes for less", [null, 5], 300_000],
    ["one wishes for more, and nobody else reads it", [60], 3_600_000],
    ["one wishes for more, and another leaves it to us", [60, null], 900_000],
    ["two wish", [60, 30], 1_800_000],
  ])("when %s", (_, wishes, expected) => {
    expect(wishedFeedPeriod(900_000, wishes)).toBe(expected);
  });
});

describe("adaptFeedPeriod", () => {
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);

  it.each([
    ["a lively show", { ttlMinutes: null, newestAt: ago(3) }, 900_000],
    ["a show without dates", { ttlMinutes: null, newestAt: null }, 900_000],
    ["a quiet show", { ttlMinutes: null, newestAt: ago(40) }, 1_800_000],
    ["a show asleep", { ttlMinutes: null, newestAt: ago(400) }, 3_600_000],
    ["a host that asks for an hour", { ttlMinutes: 60, newestAt: ago(3) }, 3_600_000],
    ["a host that asks for a week", { ttlMinutes: 10_080, newestAt: ago(3) }, 21_600_000],
    ["a host that would be asked each minute", { ttlMinutes: 1, newestAt: ago(3) }, 900_000],
  ])("asks %s at its own pace", (_, rhythm, expected) => {
    expect(adaptFeedPeriod(periods.feedMs, rhythm, now)).toBe(expected);
  });

  it("never asks more often than configured, even when that is less often than every six hours", () => {
    expect(adaptFeedPeriod(86_400_000, { ttlMinutes: 60, newestAt: ago(400) }, now)).toBe(86_400_000);
  });
});
