import { randomBytes } from "node:crypto";
import { migrateQueue } from "@earshot/queue";
import { openScope } from "@earshot/runtime";
import { inTransaction, openSecretBox, openStore, resendDeliveries, updateEndpoint } from "@earshot/storage";
import { createTestDatabase } from "@earshot/test-servers";
import { pino } from "pino";
import { Webhook } from "standardwebhooks";
import { expect, onTestFinished, test } from "vitest";
import { makeOutageWorld, type WorldPublisher } from "./make-outage-world.ts";
import { type NotifierProcess, startNotifierProcess } from "./start-notifier-process.ts";
import { startUnrulyReceiver, type UnrulyRequest } from "./start-unruly-receiver.ts";

// TEST_OUTAGE_PUBLISHERS=500 TEST_OUTAGE_EPISODES=40 plays it at the size of 30 May 2022: 20,000 episodes.
const publisherCount = Number(process.env["TEST_OUTAGE_PUBLISHERS"] ?? 27);
const episodesEach = Number(process.env["TEST_OUTAGE_EPISODES"] ?? 40);
const isFull = publisherCount > 100;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** What passes between two looks at what is still under way: each is longer than the step of the schedule before it. */
const stepsMs = [2 * minuteMs, 12 * minuteMs, hourMs, 5 * hourMs, 12 * hourMs, 24 * hourMs];

async function openStage() {
  const scope = openScope();
  onTestFinished(() => scope.close());
  const database = await scope.open("database", createTestDatabase());
  await migrateQueue(database.url);
  const log = pino({ level: "silent" });
  const store = await scope.open("store", openStore({ url: database.url, log, poolMax: 5 }));
  const key = randomBytes(32);
  const env = {
    DATABASE_URL: database.url,
    EARSHOT_SECRET_KEY: key.toString("base64"),
    EARSHOT_WEBHOOK_ALLOW_ADDRESSES: "127.0.0.0/8",
  };
  return { store, box: openSecretBox([key]), env };
}

type Stage = Awaited<ReturnType<typeof openStage>>;

function readDeliveries({ store: { db } }: Stage) {
  return db
    .selectFrom("deliveries as d")
    .innerJoin("notices as n", "n.id", "d.notice_id")
    .select(["d.id", "d.notice_id", "d.publisher_id", "d.state", "d.next_attempt_at", "n.type"])
    .execute();
}

/** Lets time pass until nothing is under way any more, each time as soon as nothing is due. */
async function untilSettled(stage: Stage, time: { aheadMs: number }, notifier: () => NotifierProcess) {
  for (const stepMs of [0, ...stepsMs]) {
    time.aheadMs += stepMs;
    notifier().setAhead(time.aheadMs);
    const isDue = async () => {
      const now = Date.now() + time.aheadMs;
      const waiting = (await readDeliveries(stage)).filter(({ state }) => state === "pending");
      return waiting.some(({ next_attempt_at: at }) => at === null || at.getTime() <= now);
    };
    await expect.poll(isDue, { timeout: isFull ? 240_000 : 40_000, interval: 200 }).toBe(false);
  }
}

function isSignedBy({ id, timestamp, signature, body }: UnrulyRequest, { secret }: WorldPublisher): boolean {
  return new Webhook(secret).sign(id, new Date(Number(timestamp) * 1_000), body) === signature;
}

test("an outage of one host reaches every publisher once, through receivers of every manner and a killed notifier", {
  timeout: isFull ? 900_000 : 120_000,
}, async () => {
  const stage = await openStage();
  const { store, box } = stage;
  const receiver = await startUnrulyReceiver();
  const now = new Date();
  const world = await makeOutageWorld(stage, {
    publishers: publisherCount,
    episodesEach,
    urlOf: receiver.urlOf,
    now,
  });
  await world.look("bad", now);

  const time = { aheadMs: 0 };
  let notifier = startNotifierProcess(stage.env, 0);
  onTestFinished(() => notifier.kill());
  await expect.poll(() => receiver.requests.length, { timeout: 60_000, interval: 5 }).toBeGreaterThan(3);
  await notifier.kill();
  notifier = startNotifierProcess(stage.env, 0);
  await untilSettled(stage, time, () => notifier);
  await world.look("clear", new Date(now.getTime() + time.aheadMs));
  await world.look("clear", new Date(now.getTime() + time.aheadMs + 20_000));
  await expect
    .poll(() => receiver.requests.some(({ body }) => body.includes("incident.resolved")), { timeout: 60_000 })
    .toBe(true);
  await notifier.kill();
  notifier = startNotifierProcess(stage.env, time.aheadMs);
  await untilSettled(stage, time, () => notifier);
  // Whoever said to be gone was disabled; its publisher enables it again and has everything sent once more.
  const gone = await store.db.selectFrom("endpoints").select(["id"]).where("enabled", "=", false).execute();
  expect(gone).toHaveLength(
    world.publishers.filter((_, index) => receiver.mannerOf(index) === "answers 410").length,
  );
  receiver.comeBack();
  for (const { id } of gone) {
    const target = { id, owner: null, now };
    await updateEndpoint(store.db, box, target, { enabled: true });
    await inTransaction(store, (tx) =>
      resendDeliveries(tx, null, { endpointId: id, since: now }, new Date(now.getTime() + time.aheadMs)),
    );
  }
  await untilSettled(stage, time, () => notifier);

  const incidents = await store.db.selectFrom("incidents").selectAll().execute();
  expect(incidents).toMatchObject([{ state: "resolved", reason: "recovered" }]);
  const deliveries = await readDeliveries(stage);
  const told = deliveries.filter(({ type }) => type.startsWith("incident."));
  expect(
    Map.groupBy(told, ({ type, state }) => `${type} ${state}`)
      .entries()
      .map(([key, of]) => [key, of.length])
      .toArray()
      .sort(),
  ).toEqual([
    ["incident.opened delivered", publisherCount],
    ["incident.resolved delivered", publisherCount],
  ]);
  const byPath = Map.groupBy(receiver.requests, ({ path }) => path);
  for (const [index, publisher] of world.publishers.entries()) {
    const requests = byPath.get(new URL(receiver.urlOf(index)).pathname) ?? [];
    const wanted = told
      .filter(({ publisher_id }) => publisher_id === publisher.id)
      .map(({ notice_id }) => notice_id);
    expect(new Set(requests.filter(({ taken }) => taken).map(({ id }) => id))).toEqual(new Set(wanted));
    expect(requests.every((request) => isSignedBy(request, publisher))).toBe(true);
    expect(Math.max(...requests.map(({ body }) => Buffer.byteLength(body)))).toBeLessThan(20_000);
    // One notice is one body, however often it came.
    for (const same of Map.groupBy(requests, ({ id }) => id).values()) {
      expect(new Set(same.map(({ body }) => body)).size).toBe(1);
    }
    const [first] = requests;
    expect(first && isSignedBy({ ...first, body: first.body.replace("20", "21") }, publisher)).toBe(false);
  }
  expect(byPath.has("/elsewhere")).toBe(false);
});
