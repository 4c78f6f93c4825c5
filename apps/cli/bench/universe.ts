import { parseArgs } from "node:util";
import { playUniverse } from "../test/support/play-universe.ts";
import { openBenchDatabase } from "./_database.ts";

/**
 * `pnpm bench universe [--feeds 10000] [--enclosures 30] [--hosts 400] [--minutes 1440] [--lapse 480] [--renew 540]`
 * plays a universe of podcasts by a scripted clock and network, second by second, on a real PostgreSQL: a day of
 * publishing, and a certificate that lapses at the third-largest host. It counts everything and says what agrees.
 */
const { values: options } = parseArgs({
  options: {
    feeds: { type: "string", default: "10000" },
    enclosures: { type: "string", default: "30" },
    hosts: { type: "string", default: "400" },
    minutes: { type: "string", default: "1440" },
    lapse: { type: "string", default: "480" },
    renew: { type: "string", default: "540" },
  },
});
const minuteMs = 60_000;
const database = await openBenchDatabase();
const startedAt = performance.now();
const seconds = () => `${((performance.now() - startedAt) / 1_000).toFixed(0)} s`;
try {
  const report = await playUniverse({
    databaseUrl: database.url,
    feeds: Number(options.feeds),
    enclosuresPerFeed: Number(options.enclosures),
    hosts: Number(options.hosts),
    minutes: Number(options.minutes),
    lapseAt: Number(options.lapse),
    renewAt: Number(options.renew),
    periods: {
      feedMs: 15 * minuteMs,
      hostMs: minuteMs,
      enclosureMs: 30 * minuteMs,
      catalogueMs: 30 * 1_440 * minuteMs,
    },
    hostRate: 5,
    hostConcurrency: 4,
    onMinute: (minute) => process.stderr.write(`\rminute ${minute} after ${seconds()} `),
  });
  const { coverage, ...figures } = report;
  process.stdout.write(`\n${options.minutes} simulated minutes in ${seconds()}\n`);
  console.table(Object.entries(figures).map(([what, figure]) => ({ what, figure })));
  console.table(
    coverage.map(({ kind, subjects, covered, parked, neverChecked }) => ({
      ...{ kind, subjects, covered, parked, neverChecked, share: covered / subjects },
    })),
  );
  const claims: readonly (readonly [string, boolean])[] = [
    [
      "every claim was one request or handed back unasked, and every request is in the history",
      report.claimed === report.requests + report.handedBack && report.requests === report.recorded,
    ],
    ["one incident", report.incidents === 1],
    [
      "every publisher at the host was told once that it opened",
      report.openedNotices === report.publishersThere && report.publishersTold === report.publishersThere,
    ],
    ["and once that it is over", report.resolvedNotices === report.publishersThere],
    ["no host was asked above its budget", report.mostInTenSeconds <= report.allowedInTenSeconds],
    [
      "everything was looked at within its effective period",
      coverage.every(({ subjects, covered }) => subjects === covered),
    ],
  ];
  for (const [claim, holds] of claims) process.stdout.write(`${holds ? "holds" : "FAILS"}: ${claim}\n`);
  if (claims.some(([, holds]) => !holds)) process.exitCode = 1;
} finally {
  await database.close();
}
