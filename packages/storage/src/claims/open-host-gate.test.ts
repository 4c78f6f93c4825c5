import { sql } from "kysely";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openTestStore, quietLog } from "../../test/open-test-store.ts";
import {
  claimDueMedia,
  claimDuePolitely,
  openHostGate,
  openHostLedger,
  openStore,
  scheduleSubjects,
  upsertHosts,
} from "../index.ts";

// Two stores stand for two checkers: nothing that one knows is in the memory of the other.
const store = await openTestStore();
const other = openStore({ url: store.url, log: quietLog, poolMax: 5 });
afterAll(() => other.close());
const clock = () => new Date();
const terms = { patienceMs: 2_000, leaseMs: 60_000, clock, log: quietLog };
const ledgerTerms = { clock, log: quietLog };
const entry = { covered: false, returning: false };
const coveredEntry = { covered: true, returning: false };
let named = 0;
const newHost = () => ({ hostname: `gate${named++}.example`, port: 443, tls: true });

beforeEach(async () => {
  await store.db.deleteFrom("schedule").execute();
});

test("two checkers together keep to a host's rate", async () => {
  const host = newHost();
  const gates = [store, other].map((one) =>
    openHostGate(one, { ...terms, patienceMs: 20_000, hostRate: 20, hostConcurrency: 100 }),
  );
  const startedAt = performance.now();
  const entries = Array.from({ length: 30 }, async (_, index) => {
    const leave = await gates[index % 2]?.enter(host, entry);
    const at = performance.now() - startedAt;
    leave?.();
    return at;
  });
  const times = (await Promise.all(entries)).toSorted((a, b) => a - b);
  // The thirtieth slot is 29 spaces after the first, whatever else the machine does.
  expect(times.at(-1)).toBeGreaterThanOrEqual((29 * 1_000) / 20 - 10);
});

test("two checkers together keep to a host's concurrency, and a place given back is taken", async () => {
  const host = newHost();
  const gates = [store, other].map((one) =>
    openHostGate(one, { ...terms, patienceMs: 20_000, hostRate: 1_000, hostConcurrency: 3 }),
  );
  let inside = 0;
  let most = 0;
  const visits = Array.from({ length: 12 }, async (_, index) => {
    const leave = await gates[index % 2]?.enter(host, entry);
    if (leave == null) throw new Error("no place in time");
    inside += 1;
    most = Math.max(most, inside);
    await store.ping();
    inside -= 1;
    leave();
  });
  await Promise.all(visits);
  expect(most).toBeLessThanOrEqual(3);
});

test("without a place in time there is none", async () => {
  const host = newHost();
  const gate = openHostGate(store, { ...terms, patienceMs: 250, hostRate: 1_000, hostConcurrency: 1 });
  expect(await gate.enter(host, entry)).not.toBeNull();
  expect(await gate.enter(host, entry)).toBeNull();
  expect(await gate.enter(newHost(), entry)).not.toBeNull();
});

test("without a slot in time there is none, and slots that were given are kept", async () => {
  const host = newHost();
  const gate = openHostGate(store, { ...terms, patienceMs: 150, hostRate: 10, hostConcurrency: 100 });
  const entries = await Promise.all(Array.from({ length: 10 }, () => gate.enter(host, entry)));
  const given = entries.filter((leave) => leave !== null);
  expect(given.length).toBeGreaterThanOrEqual(2);
  expect(given.length).toBeLessThanOrEqual(3);
});

test("a place that a killed checker held comes free when its lease ends", async () => {
  const host = newHost();
  const terse = { ...terms, hostRate: 1_000, hostConcurrency: 1 };
  const dying = openHostGate(other, { ...terse, leaseMs: 400 });
  expect(await dying.enter(host, entry)).not.toBeNull();
  expect(await openHostGate(store, terse).enter(host, entry)).not.toBeNull();
});

test("claims and later hops share a host's places; a hop to the claim's own host needs none", async () => {
  const host = newHost();
  const [hostId = 0] = (await upsertHosts(store.db, [host], clock())).values();
  const budget = { hostRate: 1_000, hostConcurrency: 2 };
  const schedule = (id: number) =>
    scheduleSubjects(store.db, {
      kind: "media",
      subjects: [{ id, hostId, dueAt: clock(), lane: "ordinary" }],
    });
  const claim = () => claimDueMedia(store.db, { ...budget, limit: 10, leaseMs: 60_000, now: clock() });
  const gate = openHostGate(other, { ...terms, ...budget, patienceMs: 150 });
  await schedule(1);
  expect((await claim()).subjects).toHaveLength(1);
  const leave = await gate.enter(host, entry);
  expect(leave).not.toBeNull();
  // Both places are taken now: one by a claim, one by a later hop.
  expect(await gate.enter(host, entry)).toBeNull();
  expect(await gate.enter(host, coveredEntry)).not.toBeNull();
  await schedule(2);
  expect((await claim()).subjects).toHaveLength(0);
});

describe("a host that complains", () => {
  const throttled = (retryAfterMs: number | null) => ({ kind: "throttled", retryAfterMs }) as const;

  test("of one checker is asked at half the rate by every other", async () => {
    const host = newHost();
    await openHostGate(store, { ...terms, hostRate: 1_000, hostConcurrency: 9 }).enter(host, entry);
    await openHostLedger(store, ledgerTerms).note([{ host, signal: throttled(null) }]);
    const gate = openHostGate(other, { ...terms, hostRate: 20, hostConcurrency: 100 });
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: 11 }, () => gate.enter(host, entry)));
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual((10 * 1_000) / 10 - 30);
  });

  test("and says for how long is left alone by gates, and by planners of feeds and of enclosures", async () => {
    const host = newHost();
    const [hostId = 0] = (await upsertHosts(store.db, [host], clock())).values();
    const ledger = openHostLedger(store, ledgerTerms);
    await ledger.note([{ host, signal: throttled(120_000) }]);
    const until = ledger.closedUntil(host)?.getTime() ?? 0;
    expect(until).toBeGreaterThan(Date.now() + 110_000);
    const gate = openHostGate(other, { ...terms, patienceMs: 150, hostRate: 20, hostConcurrency: 100 });
    expect(await gate.enter(host, coveredEntry)).toBeNull();
    const budget = { hostRate: 20, hostConcurrency: 100, limit: 10, leaseMs: 60_000 };
    for (const kind of ["feed", "media"] as const) {
      await scheduleSubjects(store.db, { kind, subjects: [{ id: 1, hostId, dueAt: clock(), lane: "hot" }] });
      expect((await claimDuePolitely(store.db, { ...budget, kind, now: clock() })).subjects).toEqual([]);
      const later = new Date(until + 1_000);
      expect((await claimDuePolitely(store.db, { ...budget, kind, now: later })).subjects).toHaveLength(1);
    }
  });
});

test("three host faults in a row, met by different checkers, close a host for all; an answer between starts anew", async () => {
  const host = newHost();
  await upsertHosts(store.db, [host], clock());
  const [one, two] = [openHostLedger(store, ledgerTerms), openHostLedger(other, ledgerTerms)];
  const failed = { host, signal: { kind: "fault" } } as const;
  await one.note([failed]);
  await two.note([{ host, signal: { kind: "answered" } }, failed]);
  await one.note([failed]);
  expect(one.closedUntil(host)).toBeNull();
  await two.note([failed]);
  expect(two.closedUntil(host)).not.toBeNull();
  const gate = openHostGate(store, { ...terms, patienceMs: 150, hostRate: 20, hostConcurrency: 100 });
  expect(await gate.enter(host, entry)).toBeNull();
});

test("a host asked so slowly that its own redirects could never wait for their turns lets a chain come back on credit", async () => {
  const host = newHost();
  const slow = { ...terms, patienceMs: 300, hostRate: 1, hostConcurrency: 9 };
  const [gate, elsewhere] = [openHostGate(store, slow), openHostGate(other, slow)];
  expect(await gate.enter(host, entry)).not.toBeNull();
  expect(await gate.enter(host, entry)).toBeNull();
  expect(await gate.enter(host, { covered: true, returning: true })).not.toBeNull();
  // It pays for both: nobody else is let in before two seconds are over.
  const { rows } = await sql<{ openAt: Date }>`
    SELECT open_at AS "openAt" FROM host_slots s JOIN hosts h ON h.id = s.host_id
    WHERE h.hostname = ${host.hostname}`.execute(store.db);
  expect(rows[0]?.openAt.getTime()).toBeGreaterThan(Date.now() + 1_000);
  expect(await elsewhere.enter(host, entry)).toBeNull();
  await openHostLedger(store, ledgerTerms).note([
    { host, signal: { kind: "throttled", retryAfterMs: 60_000 } },
  ]);
  expect(await gate.enter(host, { covered: true, returning: true })).toBeNull();
});

test("feeds and enclosures share the places at their host", async () => {
  const [hostId = 0] = (await upsertHosts(store.db, [newHost()], clock())).values();
  const request = { hostRate: 1_000, hostConcurrency: 3, limit: 10, leaseMs: 60_000 };
  for (const kind of ["feed", "media"] as const) {
    const subjects = [1, 2].map((id) => ({ id, hostId, dueAt: clock(), lane: "ordinary" as const }));
    await scheduleSubjects(store.db, { kind, subjects });
  }
  const claim = async (kind: "feed" | "media") =>
    (await claimDuePolitely(store.db, { ...request, kind, now: clock() })).subjects.length;
  expect(await claim("feed")).toBe(2);
  expect(await claim("media")).toBe(1);
});
