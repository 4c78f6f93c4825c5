import { randomBytes } from "node:crypto";
import { digestPeriodMs, isoWeekOf, nextDigestAt } from "@earshot/domain";
import {
  inTransaction,
  maintainPartitions,
  openSecretBox,
  saveAccountSettings,
  setPublisherEmail,
} from "@earshot/storage";
import { beforeEach, expect, test } from "vitest";
import { at, openWorld } from "../test/open-world.ts";
import { tellDigests } from "./tell-digests.ts";

const world = await openWorld();
const { db } = world.store;
const box = openSecretBox([randomBytes(32)]);
const hourMs = 3_600_000;
const day = 24 * hourMs;
const start = at(0);
await maintainPartitions(world.store, { now: start, keepDays: 7, keepRollupDays: 90 });

const later = (from: Date, ms: number) => new Date(from.getTime() + ms);
const tell = (now: Date) => inTransaction(world.store, (tx) => tellDigests(tx, now));

let shows = 0;

beforeEach(async () => {
  await db.deleteFrom("publishers").execute();
});

/** A publisher with an address and one show, and when its first digest is due. */
async function readerOf(episodes = ["https://media.example/1.mp3"]) {
  const publisherId = await world.addPublisher("Reader");
  const feedId = await world.addShow(publisherId, `https://feeds.example/${shows++}.xml`, episodes);
  const setAddress = (address: string | null) =>
    inTransaction(world.store, (tx) => setPublisherEmail(tx, box, { publisherId, address, now: start }));
  await setAddress("a@mail.example");
  return { publisherId, feedId, setAddress, dueAt: nextDigestAt(publisherId, start) };
}

test("a publisher gets one digest a week, at its own time, however many tell and however often one of them dies", async () => {
  const { publisherId, dueAt } = await readerOf();
  expect(await tell(start)).toBe(1);
  expect(await tell(later(dueAt, -1))).toBe(0);
  expect(await world.notices()).toEqual([]);
  const dying = inTransaction(world.store, async (tx) => {
    expect(await tellDigests(tx, dueAt)).toBe(1);
    throw new Error("killed");
  });
  await expect(dying).rejects.toThrow("killed");
  expect(await world.notices()).toEqual([]);
  await Promise.all([1, 2, 3].map(() => tell(dueAt)));
  expect(await tell(later(dueAt, hourMs))).toBe(0);
  expect(await world.notices("digest.weekly")).toHaveLength(1);
  // Were it due again in the same week, its key would still make it the same notice.
  await db.updateTable("publishers").set({ digest_at: dueAt }).execute();
  expect(await tell(dueAt)).toBe(1);
  expect(await world.notices("digest.weekly")).toHaveLength(1);
  await tell(later(dueAt, digestPeriodMs));
  const keys = await db.selectFrom("notices").select("dedupe_key").orderBy("dedupe_key").execute();
  expect(keys.map(({ dedupe_key }) => dedupe_key)).toEqual(
    [dueAt, later(dueAt, digestPeriodMs)].map((due) => `digest:${publisherId}:${isoWeekOf(due)}`),
  );
});

test("nobody gets one who switched it off, has no address, or watches nothing", async () => {
  const [silent, addressless, idle] = [await readerOf(), await readerOf(), await readerOf()];
  await tell(start);
  await saveAccountSettings(db, silent.publisherId, { weeklyDigest: false });
  await addressless.setAddress(null);
  await world.endShow(idle.feedId, 1);
  for (let days = 1; days <= 8; days++) await tell(later(start, days * day));
  expect(await world.notices()).toEqual([]);
});

test("one that is switched on again after weeks comes at its place in the week, and one that is hours late comes at once", async () => {
  const { publisherId, dueAt } = await readerOf();
  await tell(start);
  await saveAccountSettings(db, publisherId, { weeklyDigest: false });
  await saveAccountSettings(db, publisherId, { weeklyDigest: true });
  const weeksLater = later(dueAt, 3 * digestPeriodMs + hourMs);
  expect(await tell(weeksLater)).toBe(1);
  expect(await world.notices()).toEqual([]);
  await tell(later(dueAt, 4 * digestPeriodMs + 5 * hourMs));
  expect(await world.notices("digest.weekly")).toHaveLength(1);
});

async function seedLooks(ownId: number, otherId: number, dueAt: Date) {
  const rollup = { kind: "feed", vantage: "local", degraded: 1, inconclusive: 7, latency: [] } as const;
  const rows = [
    { subject_id: ownId, at: later(dueAt, -day), healthy: 2, unreachable: 1 },
    { subject_id: ownId, at: later(dueAt, -9 * day), healthy: 0, unreachable: 99 },
    { subject_id: otherId, at: later(dueAt, -day), healthy: 0, unreachable: 50 },
  ];
  for (const row of rows) {
    const hour = new Date(Math.floor(row.at.getTime() / hourMs) * hourMs);
    await db
      .insertInto("rollups")
      .values({ ...rollup, ...row, at: hour })
      .execute();
  }
}

/** What stands at the end of the week, some of it another publisher's. */
async function seedWeek(ownId: number, otherId: number, dueAt: Date) {
  await seedLooks(ownId, otherId, dueAt);
  const faults = JSON.stringify([
    { code: "http.insecure", severity: "warning" },
    { code: "http.not-found", severity: "outage" },
  ]);
  await db
    .updateTable("media")
    .set({ faults, verdict: "unreachable" })
    .where("url", "like", "%/2.mp3")
    .execute();
  await db
    .updateTable("media")
    .set({ faults, verdict: "unreachable" })
    .where("url", "like", "%/3.mp3")
    .execute();
  await db.updateTable("feeds").set({ title: "My Show" }).where("id", "=", ownId).execute();
  const sinceSeconds = (dueAt.getTime() - start.getTime() - day) / 1_000;
  for (const host of ["one.example", "three.example"]) await world.look(host, "bad", sinceSeconds, host);
  const hostId = await world.hostId("two.example");
  await db
    .updateTable("hosts")
    .set({ expires_at: later(dueAt, 10 * day) })
    .where("id", "=", hostId)
    .execute();
  await db.updateTable("media").set({ verdict: "healthy" }).where("url", "like", "%/1.mp3").execute();
  // As the checker keeps it: what crosses it cannot be heard, whatever its own last probe said.
  await db
    .updateTable("hosts")
    .set({ health: '{"state":"bad"}' })
    .where("hostname", "=", "one.example")
    .execute();
}

test("it tells of availability, of what cannot be heard, of incidents, warnings and certificates: one's own, and of this week", async () => {
  const own = await readerOf(["https://one.example/1.mp3", "https://two.example/2.mp3"]);
  const other = await readerOf(["https://three.example/3.mp3"]);
  await tell(start);
  const { dueAt } = own;
  await seedWeek(own.feedId, other.feedId, dueAt);
  await tell(dueAt);
  const [digest, ...others] = (await world.notices("digest.weekly")).filter(
    ({ publisherId }) => publisherId === own.publisherId,
  );
  expect(others).toEqual([]);
  expect(digest?.payload).toMatchObject({
    quiet: false,
    shows: { total: 1, items: [{ show: "My Show", availability: 0.75, unreachable: 2 }] },
    incidents: { total: 1, items: [{ where: "one.example", resolvedAt: null, shows: 1, episodes: 1 }] },
    warnings: { total: 1, items: [{ code: "http.insecure", shows: 0, episodes: 1, hosts: 0 }] },
    certificates: { total: 1, items: [{ host: "two.example", shows: 1, episodes: 1 }] },
  });
});
