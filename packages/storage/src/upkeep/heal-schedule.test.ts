import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { buildCrawl, buildEpisode } from "../../test/build-looks.ts";
import { later, openTestStore, registerTestFeed } from "../../test/open-test-store.ts";
import { claimDue, healSchedule, inTransaction, saveCrawl, scheduleSubjects, upsertHosts } from "../index.ts";

const store = await openTestStore();
const { db } = store;
const now = new Date("2026-11-01T12:00:00.000Z");
const minute = 60_000;
const hour = 60 * minute;
const periods = { feedMsMax: 6 * hour, hostMsMax: 5 * minute, enclosureMs: 30 * minute };
const terms = { ...periods, cataloguePeriodMs: 30 * 24 * hour, leaseMs: 90_000, stepMs: -2 * hour, now };

const name = { hostname: "slots.example", port: 443, tls: true };
const [slotted = 0] = (await upsertHosts(db, [name], now)).values();
const { feedId } = await registerTestFeed(store, "https://feeds.example/a.xml", now);
const { claimId } = await claimDue(db, { kind: "feed", limit: 1, leaseMs: minute, now });
const episodes = [1, 2, 3, 4, 5].map((n) =>
  buildEpisode(`g${n}`, `https://media.example/${n}.mp3`, later(now, (n - 1_000) * hour)),
);
await inTransaction(store, (tx) => saveCrawl(tx, buildCrawl({ feedId, claimId, now }, episodes)));

beforeEach(async () => {
  await sql`UPDATE schedule SET claim_id = NULL, lease_until = NULL, slotted = false, failures = 0`.execute(
    db,
  );
});

/** Due times by kind, in milliseconds from now, after everything was due so late. */
async function healed(lateMs: number) {
  await sql`UPDATE schedule SET due_at = ${later(now, lateMs)}, ready_at = ${later(now, lateMs)}`.execute(db);
  const moved = await healSchedule(store, terms);
  const rows = await db.selectFrom("schedule").select(["kind", "ready_at"]).execute();
  const due = rows.map(({ kind, ready_at }) => ({ kind, ms: ready_at.getTime() - now.getTime() }));
  return { moved, due };
}

test("what a clock that was two hours ahead made wait comes back within its period", async () => {
  const { moved, due } = await healed(2 * hour);
  expect(moved).toBeGreaterThan(0);
  const longest = (kind: string) => Math.max(...due.filter((one) => one.kind === kind).map(({ ms }) => ms));
  expect(longest("host")).toBeLessThanOrEqual(periods.hostMsMax);
  // Two hours are within a feed's longest period, and within that of the back catalogue.
  expect(longest("feed")).toBe(2 * hour);
  const newest = due.filter(({ kind, ms }) => kind === "media" && ms <= periods.enclosureMs);
  expect(newest).toHaveLength(3);
});

test("what waits for no longer than it may is left alone", async () => {
  const { due } = await healed(4 * minute);
  expect(new Set(due.map(({ ms }) => ms))).toEqual(new Set([4 * minute]));
});

test("years ahead, everything comes back", async () => {
  const { due } = await healed(3 * 365 * 24 * hour);
  expect(Math.max(...due.map(({ ms }) => ms))).toBeLessThanOrEqual(terms.cataloguePeriodMs);
  expect(Math.max(...due.filter(({ kind }) => kind === "feed").map(({ ms }) => ms))).toBeLessThanOrEqual(
    periods.feedMsMax,
  );
});

test("leases, slots and closed hosts that the wrong clock gave end in time; a host's own wish is kept", async () => {
  const ahead = later(now, 2 * hour);
  await scheduleSubjects(db, {
    kind: "host",
    subjects: [{ id: slotted, hostId: slotted, dueAt: ahead, lane: "ordinary" }],
  });
  await claimDue(db, { kind: "host", limit: 100, leaseMs: 90_000, now: ahead });
  await sql`DELETE FROM host_slots`.execute(db);
  await sql`
    INSERT INTO host_slots (host_id, next_slot_at, open_at, closed_until)
    VALUES (${slotted}, ${ahead}, ${ahead}, NULL),
      ((SELECT max(id) FROM hosts), ${now}, ${now}, ${later(now, 50 * minute)})`.execute(db);
  await healSchedule(store, terms);
  const leases = await db
    .selectFrom("schedule")
    .select("lease_until")
    .where("claim_id", "is not", null)
    .execute();
  expect(leases.length).toBeGreaterThan(0);
  for (const { lease_until } of leases) expect(lease_until).toEqual(later(now, 90_000));
  const slots = await db.selectFrom("host_slots").selectAll().orderBy("host_id").execute();
  expect(slots.map(({ open_at }) => open_at)).toEqual([now, now]);
  expect(slots.map(({ closed_until }) => closed_until)).toContainEqual(later(now, 50 * minute));
});

test("slots of addresses that a clock gave which was ahead are forgotten, and whoever waited for one comes back", async () => {
  const ahead = later(now, 2 * hour);
  await sql`INSERT INTO address_slots (address, open_at, first_at, queue_at)
    VALUES ('192.0.2.1', ${ahead}, ${ahead}, ${ahead}), ('192.0.2.2', ${now}, ${now}, ${now})`.execute(db);
  await sql`UPDATE schedule SET due_at = ${now}, ready_at = ${ahead} WHERE kind = 'host'`.execute(db);
  await healSchedule(store, terms);
  const { rows } = await sql<{ address: string }>`SELECT address FROM address_slots`.execute(db);
  expect(rows).toEqual([{ address: "192.0.2.2" }]);
  const hosts = await db.selectFrom("schedule").select("ready_at").where("kind", "=", "host").execute();
  for (const { ready_at } of hosts)
    expect(ready_at.getTime()).toBeLessThanOrEqual(later(now, periods.hostMsMax).getTime());
});
