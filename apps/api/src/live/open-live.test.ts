import { once } from "node:events";
import type { Readable } from "node:stream";
import { openStore } from "@earshot/storage";
import { createTestDatabase } from "@earshot/test-servers";
import { pino } from "pino";
import { afterAll, afterEach, expect, test } from "vitest";
import type { LiveItem } from "./live-snapshot.ts";
import { type Listener, type Live, type LiveOptions, openLive } from "./open-live.ts";

const database = await createTestDatabase();
const store = openStore({ url: database.url, log: pino({ level: "silent" }), poolMax: 5 });
const opened: Live[] = [];
afterEach(() => {
  for (const live of opened.splice(0)) live.close();
});
afterAll(async () => {
  await store.close();
  await database.close();
});

let publishers = 0;
let now = new Date("2026-11-01T12:00:00.000Z");

function open(options: Partial<LiveOptions> & Pick<LiveOptions, "read">): Live {
  const live = openLive({ db: store.db, clock: () => now, onError: () => {}, periodMs: 5, ...options });
  opened.push(live);
  return live;
}

function newListener(): Listener {
  publishers += 1;
  return { publisherId: `p${publishers}`, seesAll: false };
}

function incident(id: number, state: string): LiveItem {
  return { key: `incident:${id}`, event: "incident", data: { id, state } };
}

/** Reads until the text received so far satisfies the condition. */
async function readUntil(stream: Readable, isEnough: (text: string) => boolean): Promise<string> {
  let text = "";
  while (!isEnough(text)) {
    const chunk: unknown = stream.read();
    if (chunk === null) await once(stream, "readable");
    else text += String(chunk);
  }
  return text;
}

const untilSnapshot = (text: string) => /event: snapshot\ndata: .*\n\n/.test(text);

function lastIdOf(text: string): number {
  return Number([...text.matchAll(/^id: (\d+)$/gm)].at(-1)?.[1]);
}

test("a stream begins with a snapshot and then tells each change once", async () => {
  let items = [incident(1, "open")];
  const stream = open({ read: async () => items }).openStream(newListener());
  const first = await readUntil(stream, untilSnapshot);
  expect(first).toContain('data: {"items":[{"event":"incident","data":{"id":1,"state":"open"}}]}\n\n');
  items = [incident(1, "resolved"), incident(2, "open")];
  const later = await readUntil(stream, (text) => text.includes('"id":2'));
  expect(later.match(/event: incident/g)).toHaveLength(2);
  expect(later).toContain('data: {"id":1,"state":"resolved"}\n\n');
});

test("publishers get their own, and share one reader per publisher", async () => {
  const [one, two] = [newListener(), newListener()];
  const ops = { publisherId: one.publisherId, seesAll: true };
  const asked: Listener[] = [];
  const live = open({
    periodMs: 60_000,
    read: async (listener) => {
      asked.push(listener);
      return [{ key: "feed:1", event: "feed", data: listener }];
    },
  });
  const streams = [one, two, ops].map((listener) => live.openStream(listener));
  const [first, second, all] = await Promise.all(streams.map((stream) => readUntil(stream, untilSnapshot)));
  expect(first).toContain(`"${one.publisherId}"`);
  expect(second).toContain(`"${two.publisherId}"`);
  expect(second).not.toContain(`"${one.publisherId}"`);
  expect(all).toContain('"seesAll":true');
  const again = await readUntil(live.openStream(one), untilSnapshot);
  expect(again).toContain(`"${one.publisherId}"`);
  expect(asked.map(({ publisherId }) => publisherId).sort()).toEqual(
    [one, two, ops].map(({ publisherId }) => publisherId).sort(),
  );
});

test("a stream that was cut off goes on where it was, and is told what came meanwhile", async () => {
  const listener = newListener();
  let items = [incident(1, "open")];
  const first = open({ read: async () => items });
  const lastId = lastIdOf(await readUntil(first.openStream(listener), untilSnapshot));
  first.close();
  // Nobody listens while this happens; another process of the API answers afterwards.
  items = [incident(1, "open"), incident(2, "open")];
  const second = open({ read: async () => items });
  const text = await readUntil(second.openStream(listener, lastId), (sofar) => sofar.includes('"id":2'));
  expect(text).not.toContain("snapshot");
  expect(text.match(/event: incident/g)).toHaveLength(1);
  expect(lastIdOf(text)).toBeGreaterThan(lastId);

  items = [incident(1, "resolved"), incident(2, "open")];
  const third = second.openStream(listener, lastId);
  const missed = await readUntil(third, (sofar) => sofar.includes("resolved"));
  expect(missed.match(/^data: .*$/gm)).toEqual([
    'data: {"id":2,"state":"open"}',
    'data: {"id":1,"state":"resolved"}',
  ]);
});

test("a stream whose events are no longer kept, or that names an id of nobody's, gets a snapshot", async () => {
  const listener = newListener();
  let items = [incident(1, "open")];
  const live = open({ read: async () => items });
  const stream = live.openStream(listener);
  const lastId = lastIdOf(await readUntil(stream, untilSnapshot));
  items = [incident(1, "resolved")];
  await readUntil(stream, (text) => text.includes("resolved"));
  now = new Date(now.getTime() + 3_700_000);
  items = [incident(1, "open")];
  await readUntil(stream, (text) => text.includes("open"));
  for (const known of [lastId, 1, 999_999_999]) {
    const text = await readUntil(live.openStream(listener, known), untilSnapshot);
    expect(text).toContain('{"id":1,"state":"open"}');
  }
});

test("two processes tell the same events with the same ids, once each", async () => {
  const listener = newListener();
  let items = [incident(0, "open")];
  const streams = [1, 2].map(() => open({ read: async () => items }).openStream(listener));
  await Promise.all(streams.map((stream) => readUntil(stream, untilSnapshot)));
  const texts = Promise.all(
    streams.map((stream) => readUntil(stream, (text) => text.includes('"id":9,"state":"resolved"'))),
  );
  for (let id = 1; id < 10; id++) {
    items = [incident(id, "open")];
    const rows = () =>
      store.db
        .selectFrom("live_events")
        .where("listener", "=", `${listener.publisherId}:false`)
        .selectAll()
        .execute();
    await expect.poll(async () => (await rows()).length).toBe(id);
  }
  items = [incident(9, "resolved")];
  const [one, two] = (await texts).map((text) => text.match(/^(id|data): .*$/gm));
  expect(one).toHaveLength(20);
  expect(two).toEqual(one);
});

test("an unreadable store keeps the stream open and is reported", async () => {
  const errors: unknown[] = [];
  let isBroken = true;
  const live = open({
    onError: (error) => errors.push(error),
    read: async () => {
      if (isBroken) throw new Error("away");
      return [incident(1, "open")];
    },
  });
  const stream = live.openStream(newListener());
  await expect.poll(() => errors.length).toBeGreaterThan(0);
  isBroken = false;
  expect(await readUntil(stream, untilSnapshot)).toContain('"id":1');
});

test("streams are bounded per publisher and in all, and closing one makes room", async () => {
  const [one, two] = [newListener(), newListener()];
  const live = open({ read: async () => [], streamsMax: 3, streamsPerPublisherMax: 2 });
  const first = live.openStream(one);
  live.openStream(one);
  expect(() => live.openStream(one)).toThrow("At most 2 streams");
  live.openStream(two);
  expect(() => live.openStream(newListener())).toThrow(expect.objectContaining({ kind: "too-many-streams" }));
  first.destroy();
  await once(first, "close");
  live.openStream(one);
});

test("a silent stream is kept awake, and ends when its time is over", async () => {
  const live = open({ read: async () => [], heartbeatMs: 2, streamLifeMs: 40 });
  const stream = live.openStream(newListener());
  const text = await readUntil(stream, (sofar) => sofar.includes(": still here"));
  expect(text).toMatch(/^retry: \d+\n\n/);
  stream.resume();
  await once(stream, "end");
});

test("a client that does not read is dropped instead of filling memory", async () => {
  let version = 0;
  const live = open({
    read: async () => [
      { key: "big", event: "incident", data: { version: version++, text: "x".repeat(200_000) } },
    ],
  });
  const stream = live.openStream(newListener());
  await once(stream, "close");
  expect(stream.destroyed).toBe(true);
  expect(version).toBeLessThan(12);
});
