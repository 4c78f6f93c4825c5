import { parseArgs } from "node:util";
import { playUniverse, type UniverseReport } from "../test/support/universe/play-universe.ts";
import { openBenchDatabase } from "./_database.ts";

/**
 * `pnpm bench universe [--feeds 10000] [--enclosures 30] [--hosts 400] [--minutes 1440] [--lapse 480] [--renew 540]`
 * plays a universe of podcasts by a scripted clock and network, second by second, on a real PostgreSQL: a day of
 * publishing, and a certificate that lapses at the third-largest host. It counts everything and says what agrees. An
 * interrupt ends the play early, and what happened until then is told.
 * `--sizes 1000,10000,100000,300000` plays one universe after the other, each of so many enclosures in all, and prints
 * what the lapse came to in each.
 */
const { values: options } = parseArgs({
  options: {
    feeds: { type: "string", default: "10000" },
    enclosures: { type: "string", default: "30" },
    hosts: { type: "string", default: "400" },
    minutes: { type: "string", default: "1440" },
    lapse: { type: "string", default: "480" },
    renew: { type: "string", default: "540" },
    sizes: { type: "string" },
  },
});
const minuteMs = 60_000;
/** What was parked for the sake of a host drains at its rate; after so many minutes all of it must have been looked at. */
const drainMinutesMax = 20;
const interrupted = new AbortController();
process.once("SIGINT", () => interrupted.abort());
const enclosuresPerFeed = Number(options.enclosures);
const renewAt = Number(options.renew);

if (options.sizes === undefined) {
  const report = await play(Number(options.feeds));
  print(report);
  judge(report);
} else {
  const rows: object[] = [];
  for (const enclosures of options.sizes.split(",").map(Number)) {
    const report = await play(Math.round(enclosures / enclosuresPerFeed));
    judge(report);
    rows.push(lapseOf(report));
  }
  console.table(rows);
}

async function play(feeds: number): Promise<UniverseReport> {
  const startedAt = performance.now();
  const seconds = () => `${((performance.now() - startedAt) / 1_000).toFixed(0)} s`;
  const database = await openBenchDatabase({ durable: false });
  try {
    const report = await playUniverse({
      ...{ databaseUrl: database.url, feeds, enclosuresPerFeed, hosts: Number(options.hosts) },
      ...{ minutes: Number(options.minutes), lapseAt: Number(options.lapse), renewAt },
      periods: {
        feedMs: 15 * minuteMs,
        hostMs: minuteMs,
        enclosureMs: 30 * minuteMs,
        catalogueMs: 30 * 1_440 * minuteMs,
      },
      ...{ hostRate: 5, hostConcurrency: 4, coverageEvery: 30 },
      signal: interrupted.signal,
      onMinute: (minute) => process.stderr.write(`\rminute ${minute} after ${seconds()} `),
    });
    process.stdout.write(
      `\n${feeds} feeds: ${report.minutes.toFixed(0)} simulated minutes in ${seconds()}\n`,
    );
    return report;
  } finally {
    await database.close();
  }
}

function print({ coverage, gaps, latest, ...figures }: UniverseReport): void {
  console.table(Object.entries({ ...figures, ...latest }).map(([what, figure]) => ({ what, figure })));
  console.table(
    coverage.map(({ kind, subjects, covered, parked, neverChecked }) => ({
      ...{ kind, subjects, covered, parked, neverChecked, share: covered / subjects },
    })),
  );
  if (gaps.length > 0) console.table(gaps);
}

function lapseOf(report: UniverseReport): object {
  const { coverage, detectedAfterMs, resolvedAfterMs, incidents, openedNotices, publishersThere } = report;
  const enclosures = coverage
    .filter(({ kind }) => kind === "newest" || kind === "catalogue")
    .reduce((sum, { subjects }) => sum + subjects, 0);
  return {
    ...{ enclosures, "at the host": report.enclosuresThere, incidents, members: report.members },
    ...{ detectedAfterMs, resolvedAfterMs, publishersThere, openedNotices, requests: report.requests },
  };
}

function judge(report: UniverseReport): void {
  const { claimed, requests, handedBack, recorded, publishersThere, latest } = report;
  const isDrain = ({ from, until }: UniverseReport["gaps"][number]) =>
    from >= renewAt && until !== null && until <= renewAt + drainMinutesMax;
  const claims: readonly (readonly [string, boolean])[] = [
    [
      "every claim was one request or handed back unasked, and every request is in the history",
      claimed === requests + handedBack && requests === recorded,
    ],
    ["one incident", report.incidents === 1],
    [
      "every publisher at the host was told once that it opened",
      report.openedNotices === publishersThere && report.publishersTold === publishersThere,
    ],
    ["and once that it is over", report.resolvedNotices === publishersThere],
    ["no host was asked above its budget", report.mostInTenSeconds <= report.allowedInTenSeconds],
    ["every new episode was found and listened to", report.unheard === 0],
    [
      "everything was looked at within its effective period in the end",
      report.coverage.every(({ subjects, covered }) => subjects === covered),
    ],
    [
      `and all the time, but for what had been parked, within ${drainMinutesMax} minutes of the renewal`,
      report.gaps.every(isDrain),
    ],
    [
      "nothing at a sound host was ever a minute late",
      Math.max(latest.feedMs, latest.hostMs, latest.mediaMs) < minuteMs,
    ],
  ];
  for (const [claim, holds] of claims) process.stdout.write(`${holds ? "holds" : "FAILS"}: ${claim}\n`);
  if (claims.some(([, holds]) => !holds)) process.exitCode = 1;
}
