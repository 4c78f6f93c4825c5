import { sql } from "kysely";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { openTestStore, quietLog } from "../../test/open-test-store.ts";
import { listRequestedHosts, openHostLedger, openStore, upsertHosts } from "../index.ts";

const store = await openTestStore();
const other = openStore({ url: store.url, log: quietLog, poolMax: 5 });
afterAll(() => other.close());
afterEach(() => vi.useRealTimers());
let now = new Date("2026-11-01T12:00:00.000Z");
const terms = { clock: () => now, log: quietLog };
const hosts = ["quiet", "busy"].map((name) => ({ hostname: `${name}.example`, port: 443, tls: true }));
const [quiet, busy] = hosts as [(typeof hosts)[0], (typeof hosts)[0]];
await upsertHosts(store.db, hosts, now);

async function countsOf(day: Date) {
  const listed = await listRequestedHosts(store.db, { day, limit: 100, now });
  return listed.map(({ hostname, requests }) => [hostname, requests]);
}

test("requests are counted by day and host over all checkers, and the busiest come first", async () => {
  const before = now;
  for (const ledger of [openHostLedger(store, terms), openHostLedger(other, terms)]) {
    for (const host of [busy, quiet, busy]) ledger.count(host);
    await ledger.note([{ host: busy, signal: { kind: "answered" } }]);
    ledger.count(busy);
    await ledger.close();
  }
  expect(await countsOf(now)).toEqual([
    ["busy.example", 6],
    ["quiet.example", 2],
  ]);
  const [first] = await listRequestedHosts(store.db, { day: now, limit: 1, now });
  expect(first).toMatchObject({ paceShare: 1, closedUntil: null, parked: 0, troubled: false });
  expect(await countsOf(new Date(0))).toEqual([]);
  expect(now).toBe(before);
});

test("a request counts for the day on which it went out, also when that is over before it is written", async () => {
  const ledger = openHostLedger(store, terms);
  now = new Date("2026-11-02T23:59:59.900Z");
  ledger.count(quiet);
  now = new Date("2026-11-03T00:00:00.100Z");
  ledger.count(quiet);
  ledger.count(quiet);
  await ledger.close();
  expect(await countsOf(new Date("2026-11-02"))).toEqual([["quiet.example", 1]]);
  expect(await countsOf(new Date("2026-11-03"))).toEqual([["quiet.example", 2]]);
});

test("counts are written although nothing else comes", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  now = new Date("2026-11-04T12:00:00.000Z");
  const ledger = openHostLedger(store, terms);
  ledger.count(busy);
  vi.advanceTimersByTime(2_000);
  vi.useRealTimers();
  await vi.waitFor(async () => expect(await countsOf(now)).toEqual([["busy.example", 1]]), 10_000);
  await ledger.close();
});

test("what could not be written is written the next time", async () => {
  now = new Date("2026-11-05T12:00:00.000Z");
  const ledger = openHostLedger(store, terms);
  ledger.count(busy);
  await sql`ALTER TABLE host_requests RENAME TO host_requests_away`.execute(store.db);
  const complaint = { host: busy, signal: { kind: "throttled", retryAfterMs: null } } as const;
  await expect(ledger.note([complaint])).rejects.toThrow();
  await sql`ALTER TABLE host_requests_away RENAME TO host_requests`.execute(store.db);
  ledger.count(busy);
  await ledger.close();
  expect(await countsOf(now)).toEqual([["busy.example", 2]]);
  const [first] = await listRequestedHosts(store.db, { day: now, limit: 1, now });
  expect(first?.paceShare).toBe(0.5);
});
