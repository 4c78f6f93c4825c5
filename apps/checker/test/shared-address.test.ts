import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { pipeline } from "node:stream/promises";
import { type AddressGate, openAddressGate } from "@earshot/storage";
import { afterAll, beforeEach, expect, test } from "vitest";
import { openChecks, periods } from "./open-checks.ts";

const checks = await openChecks();
const { host, store } = checks;
const rate = 20;
/** A machine that is busy makes a connection so much later than its slot came. */
const lateMs = 300;

/** Stands before the podcast host at one address and notes when each connection comes; gives its port. */
const knocks: number[] = [];
async function openFront(): Promise<number> {
  const front = createServer((socket) => {
    knocks.push(Date.now());
    const back = connect(host.httpsPort, "127.0.0.1");
    for (const [from, to] of [
      [socket, back],
      [back, socket],
    ] as const)
      pipeline(from, to).catch(() => socket.destroy());
  }).listen(0, "127.0.0.1");
  await once(front, "listening");
  afterAll(() => front.close());
  return (front.address() as AddressInfo).port;
}
const ports = [await openFront(), await openFront(), await openFront()];
const [port] = ports;

beforeEach(async () => {
  knocks.length = 0;
  await checks.reset();
});

/** Two checkers know of each other by the store alone. */
const gates = [1, 2].map(() =>
  openAddressGate(store, { addressRate: rate, patienceMs: 500, clock: () => new Date() }),
);

/** Checks whatever is due, by two checkers side by side, until nothing is; the clock is the real one. */
async function checkUntil(isDone: () => Promise<boolean>): Promise<void> {
  await expect
    .poll(
      async () => {
        checks.moveTo(new Date());
        await Promise.all(gates.map((addressGate) => checks.checkDue({ addressGate })));
        return isDone();
      },
      { timeout: 25_000, interval: 20 },
    )
    .toBe(true);
}

function mostWithin(spanMs: number): number {
  return Math.max(...knocks.map((from) => knocks.filter((at) => at >= from && at < from + spanMs).length));
}

const urlsOf = (name: string, count: number) =>
  Array.from({ length: count }, (_, n) => `https://${name}${n}.example:${port}/1.mp3`);

async function checkedHosts(name: string): Promise<number> {
  const rows = await store.db
    .selectFrom("hosts")
    .select("hostname")
    .where("checked_at", "is not", null)
    .execute();
  return rows.filter(({ hostname }) => hostname.startsWith(name)).length;
}

test("fifty hosts at one address are looked at within its budget by two checkers together", async () => {
  await checks.publish("Crowded", urlsOf("crowd", 50));
  await checkUntil(async () => (await checkedHosts("crowd")) === 50);
  expect(knocks.length).toBeGreaterThanOrEqual(50);
  for (const spanMs of [1_000, 10_000])
    expect(mostWithin(spanMs)).toBeLessThanOrEqual((rate * (spanMs + lateMs)) / 1_000 + 1);
  // They do not wait for long either: the budget is good for fifty in two and a half seconds.
  expect(Math.max(...knocks) - Math.min(...knocks)).toBeLessThan(15_000);
});

test("when a certificate ends, one host that serves it is looked at first, and the others within half a minute", async () => {
  const notAfter = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 3_600_000);
  await host.renewCertificate("one-leaf.example", { notAfter });
  // Three hosts, since a host is a name and a port, and one certificate.
  await checks.publish(
    "One Leaf",
    ports.map((at) => `https://one-leaf.example:${at}/1.mp3`),
  );
  const wishes: boolean[] = [];
  const addressGate: AddressGate = {
    async enter(_, { goesFirst }) {
      wishes.push(goesFirst);
      return { isGranted: true, waitFor: async () => {} };
    },
  };
  const rarely = { ...periods, hostMs: 24 * 3_600_000 };
  const check = () => checks.checkDue({ addressGate, periods: rarely });
  expect(await check()).toBe(3);
  const due = await store.db
    .selectFrom("schedule")
    .select(["subject_id", "lane", "ready_at"])
    .where("kind", "=", "host")
    .orderBy("subject_id")
    .execute();
  const [first, ...others] = due.map(({ ready_at }) => ready_at.getTime() - notAfter.getTime());
  expect(first).toBe(1_000);
  for (const afterMs of others) {
    expect(afterMs).toBeGreaterThanOrEqual(1_000);
    expect(afterMs).toBeLessThanOrEqual(26_000);
  }
  expect(due.map(({ lane }) => lane)).toEqual([0, 0, 0]);

  // Only the first is due a second after the end, whatever the hash of the others says.
  await store.db
    .updateTable("schedule")
    .set({ ready_at: new Date(notAfter.getTime() + 20_000) })
    .where("kind", "=", "host")
    .where("subject_id", "!=", due[0]?.subject_id ?? 0)
    .execute();
  wishes.length = 0;
  checks.moveTo(new Date(notAfter.getTime() + 1_000));
  expect(await check()).toBe(1);
  // The first look and the one that confirms what was announced.
  expect(wishes).toEqual([true, true]);
  expect(await checks.incidents()).toHaveLength(1);
  wishes.length = 0;
  checks.moveTo(new Date(notAfter.getTime() + 20_000));
  await check();
  expect(wishes.filter((goesFirst) => goesFirst)).toEqual([]);
  expect(await checks.incidents()).toHaveLength(1);
  expect(await checks.liveMembers()).toBe(3);
});

test("a check that its address has no slot for goes back to the store, and records nothing", async () => {
  await checks.publish("Sent Away", urlsOf("away", 1));
  const laterAt = new Date(checks.clock().getTime() + 7_000);
  await checks.checkDue({ addressGate: { enter: async () => ({ isGranted: false, laterAt }) } });
  expect(knocks).toEqual([]);
  const { id, checkedAt } = await checks.hostOf("away0.example");
  expect(checkedAt).toBeNull();
  expect(await checks.dueAt("host", id)).toEqual(laterAt);
  checks.moveTo(laterAt);
  expect(await checks.checkDue()).toBe(1);
  expect((await checks.hostOf("away0.example")).verdict).toBe("healthy");
});
