import { setTimeout as delay } from "node:timers/promises";
import { openScope, type Scope } from "@earshot/runtime";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@earshot/storage";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../src/demo/wait-until.ts";
import {
  enrolUnderLoad,
  expectNothingLost,
  inHandAtLeast,
  type LoadedPublisher,
  untilInMidSweep,
} from "./support/enrol-under-load.ts";
import { makeDirectory } from "./support/make-directory.ts";
import { openStage, type Stage } from "./support/open-stage.ts";
import { queryDatabase } from "./support/query-database.ts";
import { readProbesTotal } from "./support/read-probes-total.ts";
import { startFleet, type TestMonitor } from "./support/start-monitor.ts";
import { untilLookedAtAgain } from "./support/until-looked-at-again.ts";

const timeout = 240_000;
const patienceMs = 60_000;
const leaseMs = 4_000;
/** How long Redis is away. TEST_REDIS_AWAY_SECONDS=60 plays the minute of the real case. */
const redisAwayMs = Number(process.env["TEST_REDIS_AWAY_SECONDS"] ?? "5") * 1_000;

const quietLog = { debug: () => {}, info: () => {}, warn: console.warn, error: console.error };
const scope: Scope = openScope({ closeTimeoutMs: 60_000 });
let stage: Stage;
let monitor: TestMonitor;
let restartPostgres: () => Promise<void>;

// One fleet for all: each test does something else to it, with a publisher and hosts of its own.
beforeAll(async () => {
  const dataDir = await makeDirectory(scope);
  let server: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir, log: quietLog, durable: false });
  scope.onClose("postgres", () => server.close());
  const databaseUrl = server.url;
  restartPostgres = async () => {
    await server.close();
    const port = Number(new URL(databaseUrl).port);
    server = await startEmbeddedPostgres({ dataDir, port, log: quietLog, durable: false });
  };
  const env = { EARSHOT_LEASE: `${leaseMs}ms`, EARSHOT_HOST_CONCURRENCY: "8" };
  stage = await openStage(scope, { queue: "redis", databaseUrl, env });
  monitor = await scope.open("monitor", startFleet(stage.env));
}, timeout);
afterAll(() => scope.close(), timeout);

test("a checker killed in mid-batch", { timeout }, async () => {
  const publisher = await enrolUnderLoad(stage, monitor, "Checker Killed");
  await untilInMidSweep(stage, publisher);
  await monitor.process("checker-1").kill();
  await expectNothingLost(stage, monitor, publisher);
  await untilAllAgain(publisher);
  await monitor.start("checker-1");
});

test("all checkers killed in mid-batch, and one started again", { timeout }, async () => {
  const publisher = await enrolUnderLoad(stage, monitor, "Checkers Killed");
  await untilInMidSweep(stage, publisher);
  await Promise.all(["checker-1", "checker-2"].map((name) => monitor.process(name).kill()));
  await monitor.start("checker-1");
  await expectNothingLost(stage, monitor, publisher);
  await monitor.start("checker-2");
});

test("the crawler killed in mid-crawl", { timeout }, async () => {
  const { host } = stage;
  host.setFault("feeds.example", { kind: "delay", delayMs: 2_000 });
  const crawled = host.requests.next({ hostname: "feeds.example" }, patienceMs);
  const publisher = await enrolUnderLoad(stage, monitor, "Crawler Killed");
  await crawled;
  await monitor.process("feed-crawler").kill();
  host.setFault("feeds.example", null);
  await monitor.start("feed-crawler");
  await expectNothingLost(stage, monitor, publisher);
});

test("the notifier killed in mid-delivery", { timeout }, async () => {
  const arrived = Promise.withResolvers<void>();
  const killed = Promise.withResolvers<void>();
  const publisher = await enrolUnderLoad(stage, monitor, "Notifier Killed", {
    onReceived: async () => {
      arrived.resolve();
      await killed.promise;
    },
  });
  await arrived.promise;
  await monitor.process("notifier").kill();
  killed.resolve();
  await monitor.start("notifier");
  await expectNothingLost(stage, monitor, publisher);
  // The receiver had it, but nobody lived to note so: it comes again, under the same id.
  expect(publisher.receiver.received.length).toBeGreaterThanOrEqual(2);
});

test("Redis restarted, with nothing of what it held", { timeout }, async () => {
  const publisher = await enrolUnderLoad(stage, monitor, "Redis Restarted");
  await untilInMidSweep(stage, publisher);
  await stage.redis?.stop();
  await stage.redis?.start();
  await expectNothingLost(stage, monitor, publisher);
});

test("Redis emptied by FLUSHALL", { timeout }, async () => {
  const publisher = await enrolUnderLoad(stage, monitor, "Redis Emptied");
  await untilInMidSweep(stage, publisher);
  await stage.redis?.flushAll();
  await expectNothingLost(stage, monitor, publisher);
  await untilAllAgain(publisher);
});

test("Redis away for a while", { timeout: timeout + redisAwayMs }, async () => {
  const publisher = await enrolUnderLoad(stage, monitor, "Redis Away");
  await untilInMidSweep(stage, publisher);
  await stage.redis?.stop();
  // Being away for this long is the case itself, not a wait for something to happen.
  await delay(redisAwayMs);
  await stage.redis?.start();
  await expectNothingLost(stage, monitor, publisher);
});

test("PostgreSQL restarted", { timeout }, async () => {
  const publisher = await enrolUnderLoad(stage, monitor, "Postgres Restarted");
  await untilInMidSweep(stage, publisher);
  await restartPostgres();
  await expectNothingLost(stage, monitor, publisher);
});

test("a checker stopped beyond its lease and continued: what it then finds out is not recorded", {
  timeout,
}, async () => {
  const { host } = stage;
  const [stopped, other] = [monitor.process("checker-1"), monitor.process("checker-2")];
  // The other one is held back, so that all the work is in the hands of the one that will be stopped.
  other.signal("SIGSTOP");
  const publisher = await enrolUnderLoad(stage, monitor, "Checker Stopped", { slownessMs: 5_000 });
  const { slowHostname } = publisher;
  await untilInMidSweep(stage, publisher);
  const looksMade = await readProbesTotal(stopped);
  stopped.signal("SIGSTOP");
  host.setFault(slowHostname, null);
  other.signal("SIGCONT");
  await expectNothingLost(stage, monitor, publisher);
  const recorded = await countSlowProbes(slowHostname);

  stopped.signal("SIGCONT");
  await waitUntil(async () => (await readProbesTotal(stopped)) >= looksMade + inHandAtLeast, {
    patienceMs,
    what: "the probes that were in hand to end late",
  });
  // It finishes what it has in hand before it goes.
  expect(await stopped.stop()).toEqual({ code: 0, signal: null });
  expect(await countSlowProbes(slowHostname)).toEqual(recorded);
  expect(new Set(recorded.map(({ count }) => count))).toEqual(new Set([1]));
  await monitor.start("checker-1");
});

/** Waits until everything at the slow host was looked at again once its period is over. */
function untilAllAgain({ slowHostname }: LoadedPublisher): Promise<void> {
  return untilLookedAtAgain({ databaseUrl: stage.databaseUrl ?? "", name: slowHostname, leaseMs });
}

/** How many probes of each URL on the slow host are recorded, without the newest, which is asked for again soon. */
function countSlowProbes(
  slowHostname: string,
): Promise<readonly { readonly url: string; readonly count: number }[]> {
  const counting = `SELECT m.url, count(p.*)::int AS count FROM media m LEFT JOIN probes p ON p.media_id = m.id
    WHERE m.url LIKE '%' || $1 || '/%' AND m.url NOT LIKE '%episode-40.mp3' GROUP BY m.url ORDER BY m.url`;
  return queryDatabase(stage.databaseUrl ?? "", counting, [slowHostname]);
}
