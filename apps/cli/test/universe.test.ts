import { createTestDatabase } from "@earshot/test-servers";
import { afterAll, expect, test } from "vitest";
import { playUniverse } from "./support/play-universe.ts";

const database = await createTestDatabase();
afterAll(() => database.close());
const minuteMs = 60_000;

test("a lapse at the third-largest host of a universe is one incident, told once to each publisher there", async () => {
  const report = await playUniverse({
    ...{ databaseUrl: database.url, feeds: 120, enclosuresPerFeed: 4, hosts: 30 },
    ...{ minutes: 4, lapseAt: 1, renewAt: 2, hostRate: 5, hostConcurrency: 4 },
    periods: {
      feedMs: 3 * minuteMs,
      hostMs: minuteMs,
      enclosureMs: 2 * minuteMs,
      catalogueMs: 20 * minuteMs,
    },
  });
  expect(report.incidents).toBe(1);
  // One second after the known deadline, and the second look at once.
  expect(report.detectedAfterMs).toBeGreaterThan(0);
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
  for (const { kind, subjects, covered } of report.coverage)
    expect([kind, covered]).toEqual([kind, subjects]);
}, 120_000);
