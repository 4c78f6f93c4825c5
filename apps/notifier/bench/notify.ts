import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { openScope } from "@earshot/runtime";
import { insertNotices, inTransaction, type Store } from "@earshot/storage";
import { startRedis } from "@earshot/test-servers";
import { makeOutageWorld, type OutageWorld } from "../test/make-outage-world.ts";
import { cpuMsOfPostgres, startBenchNotifier } from "./_notifier.ts";
import { openRawLoop } from "./_raw-loop.ts";
import { type BenchReceiver, startBenchReceiver } from "./_receiver.ts";
import { type BenchStage, openBenchStage } from "./_stage.ts";

/**
 * `pnpm bench notify [--publishers 500] [--episodes 40] [--each 12] [--rounds 5] [--engine redis|postgres]` measures the
 * notifier, a process of its own on a real database and queue, against a raw loop of undici POSTs of the same bodies to
 * the same receiver, interleaved round by round. "Per core" is by processor time: deliveries for each second that the
 * notifier's process computed, beside posts for each second that the raw loop's did. Then the outage of one host for
 * every publisher: the time from the transition, before its transaction begins, to the last of the first attempts.
 */
const { values: options } = parseArgs({
  options: {
    publishers: { type: "string", default: "500" },
    episodes: { type: "string", default: "40" },
    each: { type: "string", default: "12" },
    rounds: { type: "string", default: "5" },
    engine: { type: "string", default: "redis" },
  },
});
const publishers = Number(options.publishers);
const print = (line: string) => process.stdout.write(`${line}\n`);
const median = (values: readonly number[]) =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
const canPin = spawnSync("taskset", ["-V"]).status === 0;
const pinnedTo = (core: number) => (canPin ? ["taskset", "-c", String(core)] : []);

const scope = openScope();
try {
  await measure();
} finally {
  await scope.close();
}

async function measure(): Promise<void> {
  const stage = await openBenchStage(scope);
  const receiver = await scope.open("receiver", startBenchReceiver(pinnedTo(1)));
  const redis = options.engine === "redis" ? await scope.open("redis", startRedis()) : null;
  const origin = `http://127.0.0.1:${receiver.port}`;
  const world = await makeOutageWorld(stage, {
    publishers,
    episodesEach: Number(options.episodes),
    urlOf: (index) => `${origin}/hook/${index}`,
    now: new Date(),
  });
  const notifier = await scope.open(
    "notifier",
    startBenchNotifier(pinnedTo(0), {
      DATABASE_URL: stage.databaseUrl,
      ...(redis && { REDIS_URL: redis.url }),
      EARSHOT_SECRET_KEY: stage.secretKey,
      EARSHOT_WEBHOOK_ALLOW_ADDRESSES: "127.0.0.0/8",
    }),
  );
  if (canPin) spawnSync("taskset", ["-acp", "0", String(process.pid)]);
  const outage = await measureOutage(world, receiver);
  const body = await bodyOfOutage(stage);
  const raw = openRawLoop(
    world.publishers.map(({ url }) => url),
    body,
  );
  scope.onClose("raw loop", raw.close);
  const count = publishers * Number(options.each);
  const rounds: { ours: number; theirs: number; wallMs: number; postgresMs: number }[] = [];
  for (let round = -1; round < Number(options.rounds); round++) {
    const theirs = await raw.post(count);
    const before = { notifier: notifier.cpuMs(), postgres: cpuMsOfPostgres(stage.postgresDir) };
    const received = receiver.untilReceived(count);
    const startedAt = Date.now();
    await notify(stage, world, Number(options.each));
    const { lastAtMs, requests } = await received;
    if (requests !== count) print(`${requests - count} notices came twice`);
    if (round < 0) continue;
    rounds.push({
      ours: ((notifier.cpuMs() - before.notifier) * 1_000) / count,
      theirs,
      wallMs: lastAtMs - startedAt,
      postgresMs: ((cpuMsOfPostgres(stage.postgresDir) - before.postgres) * 1_000) / count,
    });
  }
  const ours = median(rounds.map((one) => one.ours));
  const theirs = median(rounds.map((one) => one.theirs));
  const ratio = median(rounds.map((one) => one.theirs / one.ours));
  print(
    `queue on ${options.engine}; ${canPin ? "notifier and raw loop on core 0, receiver on core 1" : "nothing pinned"}`,
  );
  print(
    `body of ${Buffer.byteLength(body)} bytes, ${count} deliveries a round, medians of ${rounds.length} rounds`,
  );
  print(
    `raw undici POST loop   ${theirs.toFixed(0)} µs each, ${(1e6 / theirs).toFixed(0)} a second and core`,
  );
  print(`notifier               ${ours.toFixed(0)} µs each, ${(1e6 / ours).toFixed(0)} a second and core`);
  print(`PostgreSQL beside it   ${median(rounds.map((one) => one.postgresMs)).toFixed(0)} µs each`);
  print(
    `by the clock           ${((count * 1_000) / median(rounds.map((one) => one.wallMs))).toFixed(0)} deliveries a second on this machine`,
  );
  print(`ratio                  ${ratio.toFixed(2)}   at least 0.3: ${ratio >= 0.3 ? "met" : "missed"}`);
  print(
    `outage of ${publishers} publishers, ${publishers * Number(options.episodes)} episodes: ${outage.openedMs} ms from the transition to the last first attempt of incident.opened (${outage.committedMs} ms until it was committed)`,
  );
  print(`its end: ${outage.resolvedMs} ms to the last one of incident.resolved`);
}

async function measureOutage(world: OutageWorld, receiver: BenchReceiver) {
  const openedAt = Date.now();
  const opened = receiver.untilReceived(publishers);
  await world.look("bad", new Date(openedAt));
  const committedMs = Date.now() - openedAt;
  const openedMs = (await opened).lastAtMs - openedAt;
  const resolved = receiver.untilReceived(publishers);
  await world.look("clear", new Date(openedAt + 10_000));
  const resolvedAt = Date.now();
  await world.look("clear", new Date(openedAt + 20_000));
  return { committedMs, openedMs, resolvedMs: (await resolved).lastAtMs - resolvedAt };
}

/** The body of an `incident.opened` notice, as it was sent. */
async function bodyOfOutage({ store }: BenchStage): Promise<string> {
  const { type, occurred_at, payload } = await openedNotice(store);
  return JSON.stringify({ type, timestamp: occurred_at.toISOString(), data: payload });
}

function openedNotice(store: Store) {
  return store.db
    .selectFrom("notices")
    .selectAll()
    .where("type", "=", "incident.opened")
    .limit(1)
    .executeTakeFirstOrThrow();
}

/** Writes `each` notices for every publisher, as large as those of the outage. */
async function notify({ store }: BenchStage, world: OutageWorld, each: number): Promise<void> {
  const { incident_id: incidentId, type, sequence, payload } = await openedNotice(store);
  const now = new Date();
  const notices = Array.from({ length: each }, () => world.publishers)
    .flat()
    .map(({ id: publisherId }) => ({
      publisherId,
      incidentId,
      type,
      sequence,
      occurredAt: now,
      payload,
      dedupeKey: `bench:${randomUUID()}`,
    }));
  await inTransaction(store, (tx) => insertNotices(tx, notices, now));
}
