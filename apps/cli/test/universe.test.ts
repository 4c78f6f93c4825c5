import { createTestDatabase } from "@earshot/test-servers";
import { afterAll, expect, test } from "vitest";
import { playUniverse } from "./support/universe/play-universe.ts";

const databases = await Promise.all([createTestDatabase(), createTestDatabase()]);
const [urlOfOne, urlOfOther] = databases.map(({ url }) => url);
afterAll(() => Promise.all(databases.map((database) => database.close())));
const minuteMs = 60_000;

test("a lapse at the third-largest host of a universe is one incident, told once to each publisher there", async () => {
  const report = await playUniverse({
    ...{ databaseUrl: urlOfOne ?? "", feeds: 120, enclosuresPerFeed: 4, hosts: 30 },
    ...{ minutes: 4, lapseAt: 1, renewAt: 2, hostRate: 5, hostConcurrency: 4, coverageEvery: 1 },
    periods: {
      feedMs: 3 * minuteMs,
      // Every host was looked at before the minute of the lapse, so that its deadline is known.
      hostMs: minuteMs / 6,
      enclosureMs: 2 * minuteMs,
      catalogueMs: 20 * minuteMs,
    },
  });
  expect(report.incidents).toBe(1);
  // One second after the known deadline at the latest, and the second look at once.
  expect(report.detectedAfterMs).toBeGreaterThanOrEqual(0);
  expect(report.detectedAfterMs).toBeLessThanOrEqual(2_000);
  expect(report.resolvedAfterMs).toBeLessThanOrEqual(2 * minuteMs);
  expect(report.publishersThere).toBeGreaterThan(1);
  expect(report).toMatchObject({
    openedNotices: report.publishersThere,
    publishersTold: report.publishersThere,
    resolvedNotices: report.publishersThere,
    // Nothing is asked for that is not in the history, and what is claimed is asked for or handed back.
    recorded: report.requests,
    claimed: report.requests + report.handedBack,
  });
  expect(report.mostInTenSeconds).toBeLessThanOrEqual(report.allowedInTenSeconds);
  expect(report.unheard).toBe(0);
  expect(Math.max(...Object.values(report.latest))).toBeLessThan(minuteMs);
  // Before the renewal everything is covered; what was parked is looked at after it.
  expect(report.gaps.filter(({ from }) => from < 2)).toEqual([]);
  for (const { kind, subjects, covered } of report.coverage)
    expect([kind, covered]).toEqual([kind, subjects]);
}, 240_000);

test("what hangs on a host that is too large for the period has its turn as soon as the host's rate allows", async () => {
  const enclosureMs = 20_000;
  const report = await playUniverse({
    ...{ databaseUrl: urlOfOther ?? "", feeds: 60, enclosuresPerFeed: 30, hosts: 12 },
    ...{ minutes: 5, lapseAt: 1, renewAt: 2, hostRate: 1, hostConcurrency: 4, coverageEvery: 1 },
    periods: { feedMs: 3 * minuteMs, hostMs: minuteMs / 6, enclosureMs, catalogueMs: 10 * minuteMs },
  });
  // A twentieth of all, at the largest host, is older than would do for the period that was wished for.
  const newest = report.coverage.find(({ kind }) => kind === "newest");
  expect(newest?.ageP95Ms).toBeGreaterThan(enclosureMs * 1.05 + 30_000);
  for (const { kind, subjects, covered } of report.coverage)
    expect([kind, covered]).toEqual([kind, subjects]);
  expect(report.gaps.filter(({ from }) => from < 2)).toEqual([]);
  expect(report.mostInTenSeconds).toBeLessThanOrEqual(report.allowedInTenSeconds);
}, 240_000);
