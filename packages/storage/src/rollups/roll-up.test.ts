import { latencyQuantile, type Verdict } from "@earshot/domain";
import { seedFleet } from "@earshot/test-servers";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { later, openTestStore } from "../../test/open-test-store.ts";
import { maintainPartitions, type RollupKind, readRollups, rollUp } from "../index.ts";

const store = await openTestStore();
const { db } = store;
const hour = 3_600_000;
const noon = new Date("2026-11-20T12:00:00.000Z");
const now = later(noon, hour / 2);

beforeAll(async () => {
  await seedFleet(store.url, {
    feeds: 4,
    enclosuresPerFeed: 3,
    hosts: [
      { hostname: "one.example", share: 0.5 },
      { hostname: "two.example", share: 0.5 },
    ],
    feedsPerPublisher: 2,
    now,
    mediaPath: "/%1$s/%2$s.mp3",
    feedPath: "/%1$s.xml",
    feedHost: "feeds.example",
    seen: true,
    dueWithinMs: { feed: null, newest: null, catalogue: null, host: null },
  });
  await maintainPartitions(store, { now, keepDays: 7, keepRollupDays: 90 });
});

beforeEach(async () => {
  for (const table of ["probes", "host_checks", "rollups"] as const) await db.deleteFrom(table).execute();
});

async function look(
  mediaId: number,
  at: Date,
  how: { ms?: number; verdict?: Verdict; vantage?: string } = {},
) {
  const { ms = 100, verdict = "healthy", vantage = "local" } = how;
  const row = { media_id: mediaId, at, vantage, verdict, codes: null, status: 206, hops: 1, total_ms: ms };
  await db.insertInto("probes").values(row).execute();
}

function read(kind: RollupKind, subjectId: number) {
  return readRollups(db, { kind, subjectId, from: later(noon, -240 * hour), until: later(noon, hour) });
}

const none = { healthy: 0, degraded: 0, unreachable: 0, inconclusive: 0 };

test("an hour is counted by verdict, for the feed that carries a URL and for the URL's host", async () => {
  await look(1, noon, { ms: 50 });
  await look(2, later(noon, 60_000), { ms: 200, verdict: "degraded" });
  await look(4, later(noon, 120_000), { verdict: "unreachable", ms: 30_000 });
  await look(7, later(noon, 180_000), { verdict: "inconclusive" });
  await rollUp(store, { now, keepDays: 7 });
  expect(await read("feed", 1)).toMatchObject([{ at: noon, looks: { ...none, healthy: 1, degraded: 1 } }]);
  expect(await read("feed", 2)).toMatchObject([{ at: noon, looks: { ...none, unreachable: 1 } }]);
  // Feeds 1 and 2 are at the first host.
  const [host] = await read("host", 1);
  expect(host?.looks).toEqual({ healthy: 1, degraded: 1, unreachable: 1, inconclusive: 0 });
  // What was not heard says nothing about how long it takes.
  expect([...(host?.latency.values() ?? [])]).toEqual([1, 1]);
  expect(latencyQuantile(host?.latency ?? new Map(), 0.5)).toBeCloseTo(50, -1);
  expect(await read("host", 2)).toMatchObject([{ looks: { ...none, inconclusive: 1 }, latency: new Map() }]);
});

test("checks of a host, and vantages, are counted apart", async () => {
  await look(1, noon, { vantage: "fra" });
  await look(1, noon, { vantage: "iad" });
  const check = {
    host_id: 2,
    at: noon,
    vantage: "fra",
    verdict: "healthy",
    codes: null,
    addresses: 1,
  } as const;
  await db
    .insertInto("host_checks")
    .values({ ...check, total_ms: 40 })
    .execute();
  await rollUp(store, { now, keepDays: 7 });
  expect((await read("host", 1)).map(({ vantage }) => vantage)).toEqual(["fra", "iad"]);
  expect(await read("check", 2)).toMatchObject([{ vantage: "fra", looks: { ...none, healthy: 1 } }]);
  expect(await read("check", 1)).toEqual([]);
});

test("summing again takes in what was recorded late, and counts nothing twice", async () => {
  await look(1, later(noon, -60_000));
  await look(1, noon);
  await rollUp(store, { now, keepDays: 7 });
  await look(1, later(noon, -30_000));
  await look(1, later(noon, 30_000));
  expect(await rollUp(store, { now, keepDays: 7 })).toEqual([later(noon, -hour), noon]);
  expect((await read("feed", 1)).map(({ at, looks }) => [at, looks.healthy])).toEqual([
    [later(noon, -hour), 2],
    [noon, 2],
  ]);
});

test("hours that were missed are made up for, as far back as looks are kept", async () => {
  for (const hours of [-200, -100, -50, 0]) await look(1, later(noon, hours * hour));
  const hours = await rollUp(store, { now, keepDays: 7 });
  expect([hours[0], hours.at(-1)]).toEqual([later(noon, -7 * 24 * hour), noon]);
  expect((await read("feed", 1)).map(({ at }) => at)).toEqual(
    [-100, -50, 0].map((n) => later(noon, n * hour)),
  );
});

test("several at once sum each hour once", async () => {
  await look(1, noon);
  const runs = await Promise.all([1, 2, 3].map(() => rollUp(store, { now, keepDays: 1 })));
  expect(runs.some((hours) => hours.length > 0)).toBe(true);
  expect((await read("feed", 1)).map(({ looks }) => looks.healthy)).toEqual([1]);
});
