import { once } from "node:events";
import type { Readable } from "node:stream";
import { afterEach, expect, test } from "vitest";
import type { LiveItem } from "./live-snapshot.ts";
import { type Listener, type Live, type LiveOptions, openLive } from "./open-live.ts";

const opened: Live[] = [];
afterEach(() => {
  for (const live of opened.splice(0)) live.close();
});

function open(options: Partial<LiveOptions> & Pick<LiveOptions, "read">): Live {
  const live = openLive({ onError: () => {}, periodMs: 5, ...options });
  opened.push(live);
  return live;
}

function own(publisherId: string): Listener {
  return { publisherId, seesAll: false };
}

const ops: Listener = { publisherId: "p1", seesAll: true };

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

test("a stream begins with a snapshot and then tells each change once", async () => {
  let items = [incident(1, "open")];
  const stream = open({ read: async () => items }).openStream(own("p1"));
  const first = await readUntil(stream, (text) => text.includes("event: snapshot"));
  expect(first).toContain('data: {"items":[{"event":"incident","data":{"id":1,"state":"open"}}]}\n\n');
  items = [incident(1, "resolved"), incident(2, "open")];
  const later = await readUntil(stream, (text) => text.includes('"id":2'));
  expect(later.match(/event: incident/g)).toHaveLength(2);
  expect(later).toContain('data: {"id":1,"state":"resolved"}\n\n');
});

test("publishers get their own, and share one reader per publisher", async () => {
  const asked: Listener[] = [];
  const live = open({
    periodMs: 60_000,
    read: async (listener) => {
      asked.push(listener);
      return [{ key: "feed:1", event: "feed", data: listener }];
    },
  });
  const streams = [own("p1"), own("p2"), ops].map((listener) => live.openStream(listener));
  const [first, second, all] = await Promise.all(
    streams.map((stream) => readUntil(stream, (text) => text.includes("snapshot"))),
  );
  expect(first).toContain('"p1"');
  expect(second).toContain('"p2"');
  expect(second).not.toContain('"p1"');
  expect(all).toContain('"seesAll":true');
  const again = await readUntil(live.openStream(own("p1")), (text) => text.includes("snapshot"));
  expect(again).toContain('"p1"');
  expect(asked).toEqual([own("p1"), own("p2"), ops]);
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
  const stream = live.openStream(own("p1"));
  await expect.poll(() => errors.length).toBeGreaterThan(0);
  isBroken = false;
  expect(await readUntil(stream, (text) => text.includes("snapshot"))).toContain('"id":1');
});

test("streams are bounded per publisher and in all, and closing one makes room", async () => {
  const live = open({ read: async () => [], streamsMax: 3, streamsPerPublisherMax: 2 });
  const first = live.openStream(own("p1"));
  live.openStream(own("p1"));
  expect(() => live.openStream(own("p1"))).toThrow("At most 2 streams");
  live.openStream(own("p2"));
  expect(() => live.openStream(own("p3"))).toThrow(expect.objectContaining({ kind: "too-many-streams" }));
  first.destroy();
  await once(first, "close");
  live.openStream(own("p1"));
});

test("a silent stream is kept awake, and ends when its time is over", async () => {
  const stream = open({ read: async () => [], heartbeatMs: 2, streamLifeMs: 40 }).openStream(own("p1"));
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
  const stream = live.openStream(own("p1"));
  await once(stream, "close");
  expect(stream.destroyed).toBe(true);
  expect(version).toBeLessThan(12);
});
