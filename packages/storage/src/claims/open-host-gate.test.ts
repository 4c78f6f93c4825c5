import { afterAll, beforeEach, expect, test } from "vitest";
import { openTestStore, quietLog } from "../../test/open-test-store.ts";
import { claimDueMedia, openHostGate, openStore, scheduleSubjects, upsertHosts } from "../index.ts";

// Two stores stand for two checkers: nothing that one knows is in the memory of the other.
const store = await openTestStore();
const other = openStore({ url: store.url, log: quietLog, poolMax: 5 });
afterAll(() => other.close());
const clock = () => new Date();
const terms = { patienceMs: 2_000, leaseMs: 60_000, clock, log: quietLog };
const covered = false;
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
    const leave = await gates[index % 2]?.enter(host, { covered });
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
    const leave = await gates[index % 2]?.enter(host, { covered });
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
  expect(await gate.enter(host, { covered })).not.toBeNull();
  expect(await gate.enter(host, { covered })).toBeNull();
  expect(await gate.enter(newHost(), { covered })).not.toBeNull();
});

test("without a slot in time there is none, and slots that were given are kept", async () => {
  const host = newHost();
  const gate = openHostGate(store, { ...terms, patienceMs: 150, hostRate: 10, hostConcurrency: 100 });
  const entries = await Promise.all(Array.from({ length: 10 }, () => gate.enter(host, { covered })));
  const given = entries.filter((leave) => leave !== null);
  expect(given.length).toBeGreaterThanOrEqual(2);
  expect(given.length).toBeLessThanOrEqual(3);
});

test("a place that a killed checker held comes free when its lease ends", async () => {
  const host = newHost();
  const terse = { ...terms, hostRate: 1_000, hostConcurrency: 1 };
  const dying = openHostGate(other, { ...terse, leaseMs: 400 });
  expect(await dying.enter(host, { covered })).not.toBeNull();
  expect(await openHostGate(store, terse).enter(host, { covered })).not.toBeNull();
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
  const leave = await gate.enter(host, { covered });
  expect(leave).not.toBeNull();
  // Both places are taken now: one by a claim, one by a later hop.
  expect(await gate.enter(host, { covered })).toBeNull();
  expect(await gate.enter(host, { covered: true })).not.toBeNull();
  await schedule(2);
  expect((await claim()).subjects).toHaveLength(0);
});
