import { afterAll, describe, expect, test } from "vitest";
import { later, openTestStore, quietLog } from "../../test/open-test-store.ts";
import { openHostGate, openHostLedger, openStore, upsertHosts } from "../index.ts";
import { takeTurns } from "./take-turns.ts";

// Two stores stand for two checkers: nothing that one knows is in the memory of the other.
const store = await openTestStore();
const other = openStore({ url: store.url, log: quietLog, poolMax: 5 });
afterAll(() => other.close());
const start = new Date("2026-11-01T12:00:00.000Z");
let named = 0;
const name = () => ({ hostname: `turn${named++}.example`, port: 443, tls: true });

async function addHost() {
  const host = name();
  const [hostId = 0] = (await upsertHosts(store.db, [host], start)).values();
  return { host, hostId };
}

function offsets(turns: readonly { readonly at: Date; readonly isGranted: boolean }[], granted = true) {
  return turns
    .filter(({ isGranted }) => isGranted === granted)
    .map(({ at }) => at.getTime() - start.getTime());
}

const terms = { now: start, slotMax: later(start, 2_000), hostRate: 5 };

test("a batch gets each host's next slots in one go, and is told when to come back for the others", async () => {
  const [one, two] = [await addHost(), await addHost()];
  const hostIds = [one.hostId, two.hostId, ...Array.from({ length: 12 }, () => one.hostId)];
  const turns = await takeTurns(store.db, { ...terms, hostIds });
  expect(turns[1]).toEqual({ at: start, isGranted: true });
  const ofOne = turns.filter((_, index) => index !== 1);
  expect(offsets(ofOne)).toEqual([0, 200, 400, 600, 800, 1_000, 1_200, 1_400, 1_600, 1_800, 2_000]);
  expect(offsets(ofOne, false)).toEqual([2_200, 2_400]);
  // Who was not given a slot has not used one up.
  const next = await takeTurns(store.db, {
    ...{ ...terms, now: later(start, 2_000), slotMax: later(start, 4_000), hostIds: [one.hostId] },
  });
  expect(offsets(next)).toEqual([2_200]);
});

test("no slot is given twice, however many checkers ask at once and in whatever order of hosts", async () => {
  const hosts = [await addHost(), await addHost(), await addHost()];
  const ids = hosts.map(({ hostId }) => hostId);
  const request = { ...terms, slotMax: later(start, 60_000) };
  const batches = Array.from({ length: 16 }, (_, index) => {
    const hostIds = index % 2 === 0 ? [...ids, ...ids] : [...ids, ...ids].reverse();
    return takeTurns((index % 3 === 0 ? store : other).db, { ...request, hostIds }).then((turns) =>
      turns.map(({ at }, place) => ({ hostId: hostIds[place], at: at.getTime() - start.getTime() })),
    );
  });
  const turns = (await Promise.all(batches)).flat();
  for (const id of ids) {
    const times = turns.filter(({ hostId }) => hostId === id).map(({ at }) => at);
    expect(times.sort((a, b) => a - b)).toEqual(Array.from({ length: 32 }, (_, index) => index * 200));
  }
});

test("a host that complained gives slots further apart, and none while it is closed", async () => {
  const { host, hostId } = await addHost();
  const ledger = openHostLedger(store, { clock: () => start, log: quietLog });
  await ledger.note([{ host, signal: { kind: "throttled", retryAfterMs: null } }]);
  const slowed = await takeTurns(store.db, { ...terms, hostIds: [hostId, hostId, hostId] });
  expect(offsets(slowed)).toEqual([0, 400, 800]);
  await ledger.note([{ host, signal: { kind: "throttled", retryAfterMs: 90_000 } }]);
  expect(offsets(await takeTurns(store.db, { ...terms, hostIds: [hostId] }), false)).toEqual([90_000]);
});

describe("a worker that was held up", () => {
  test("loses the slots that it did not use, and asks for no two at once", async () => {
    const { hostId } = await addHost();
    let now = start;
    const waits: number[] = [];
    const gate = openHostGate(store, {
      ...{ hostRate: 5, hostConcurrency: 9, patienceMs: 2_000, leaseMs: 60_000, log: quietLog },
      clock: () => now,
      wait: async (ms) => waits.push(ms),
    });
    const turns = await gate.lineUp([hostId, hostId, hostId, hostId]);
    now = later(start, 30_000);
    for (const turn of turns) expect(await turn.come()).toBeNull();
    // The first goes at once, each other after the one before it.
    expect(waits).toEqual([200, 400, 600]);
  });

  test("is sent back to the store where its host has no slot for it any more", async () => {
    const { hostId } = await addHost();
    let now = start;
    const gate = openHostGate(store, {
      ...{ hostRate: 0.1, hostConcurrency: 9, patienceMs: 2_000, leaseMs: 60_000, log: quietLog },
      clock: () => now,
      wait: async () => {},
    });
    const [first, second] = await gate.lineUp([hostId, hostId]);
    expect(await first?.come()).toBeNull();
    expect(await second?.come()).toEqual(later(start, 10_000));
    now = later(start, 10_500);
    const [third] = await gate.lineUp([hostId]);
    now = later(start, 12_000);
    expect(await third?.come()).toEqual(later(start, 20_500));
  });
});
