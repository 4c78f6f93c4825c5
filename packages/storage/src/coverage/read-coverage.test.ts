import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { buildCrawl, buildEpisode } from "../../test/build-looks.ts";
import { later, openTestStore, registerTestFeed } from "../../test/open-test-store.ts";
import {
  type CoverageTerms,
  claimDue,
  inTransaction,
  readCoverage,
  readTotals,
  saveCrawl,
} from "../index.ts";

const store = await openTestStore();
const { db } = store;
const minute = 60_000;
const start = new Date("2026-11-01T12:00:00.000Z");
const now = later(start, 60 * minute);

const terms: CoverageTerms = {
  now,
  feedMs: 15 * minute,
  enclosureMs: 30 * minute,
  catalogueMs: 30 * 24 * 60 * minute,
  hostMs: 5 * minute,
  hostRate: 5,
};

async function coverageOf(kind: string, change: Partial<CoverageTerms> = {}) {
  return (await readCoverage(db, { ...terms, ...change })).find((row) => row.kind === kind);
}

async function age(guid: string, minutes: number | null, from = "fra"): Promise<void> {
  const at = minutes === null ? null : later(now, -minutes * minute);
  await sql`
    UPDATE media m SET probed_at = ${at}, probed_from = ${at === null ? null : from}, verdict = 'healthy' FROM enclosures e
    WHERE e.media_id = m.id AND e.guid = ${guid}`.execute(db);
}

beforeAll(async () => {
  const { feedId } = await registerTestFeed(store, "https://feeds.example/a.xml", start);
  const { claimId } = await claimDue(db, { kind: "feed", limit: 1, leaseMs: minute, now: start });
  const episodes = [1, 2, 3, 4, 5].map((n) =>
    buildEpisode(`g${n}`, `https://h${n}.example/a.mp3`, later(start, (n - 1_000) * 60 * minute)),
  );
  await inTransaction(store, (tx) => saveCrawl(tx, buildCrawl({ feedId, claimId, now: start }, episodes)));
});

describe("coverage", () => {
  test("counts what was looked at within its period, the newest apart from the rest", async () => {
    await age("g5", 10);
    await age("g4", 31, "iad");
    await age("g3", 45);
    await age("g2", 60 * 24);
    expect(await coverageOf("newest")).toEqual({
      kind: "newest",
      subjects: 3,
      covered: 2,
      parked: 0,
      neverChecked: 0,
      stretched: 0,
      longestPeriodMs: 30 * minute,
      ageP95Ms: 45 * minute,
      vantages: [
        { vantage: "fra", subjects: 2, covered: 1, ageP95Ms: 45 * minute },
        { vantage: "iad", subjects: 1, covered: 1, ageP95Ms: 31 * minute },
      ],
    });
    expect(await coverageOf("catalogue")).toMatchObject({
      subjects: 2,
      covered: 2,
      neverChecked: 1,
      ageP95Ms: 1_440 * minute,
    });
    expect(await coverageOf("catalogue", { catalogueMs: minute })).toMatchObject({ covered: 0 });
  });

  test("takes the time that a host's budget allows for its period where that is longer", async () => {
    await age("g3", 45);
    expect(await coverageOf("newest", { hostRate: 1 / 3_000 })).toMatchObject({ subjects: 3, covered: 3 });
  });

  test("is measured against the rate at which a host lets itself be asked, and says how much is", async () => {
    await age("g5", 10);
    await age("g4", 10);
    await age("g3", 45);
    const slowly = { hostRate: 1 / (30 * 60) };
    expect(await coverageOf("newest", slowly)).toMatchObject({ covered: 2, stretched: 0 });
    // After a complaint it is asked at half the rate, so one enclosure takes an hour.
    const pace = { restored_at: later(now, 5 * minute), slowed_at: now };
    const [h3] = await db.selectFrom("hosts").select("id").where("hostname", "=", "h3.example").execute();
    const host_id = h3?.id ?? 0;
    await db
      .insertInto("host_slots")
      .values({ host_id, next_slot_at: now, open_at: now, ...pace })
      .execute();
    expect(await coverageOf("newest", slowly)).toMatchObject({
      ...{ covered: 3, stretched: 1, longestPeriodMs: 60 * minute },
    });
    // Its pace is back, but for twenty minutes it had sent us away.
    const closed = { closed_until: later(now, -5 * minute), slowed_at: later(now, -25 * minute) };
    await db
      .updateTable("host_slots")
      .set({ restored_at: null, ...closed })
      .execute();
    expect(await coverageOf("newest")).toMatchObject({
      ...{ covered: 3, stretched: 1, longestPeriodMs: 50 * minute },
    });
    // What was over before the period began excuses nothing.
    const before = { closed_until: later(now, -40 * minute), slowed_at: later(now, -60 * minute) };
    await db.updateTable("host_slots").set(before).execute();
    expect(await coverageOf("newest")).toMatchObject({ covered: 2, stretched: 0 });
    await db.deleteFrom("host_slots").execute();
  });

  test("counts what is parked behind a host in trouble as covered", async () => {
    await age("g3", 45);
    await sql`UPDATE hosts SET health = '{"state":"bad"}' WHERE hostname = 'h3.example'`.execute(db);
    expect(await coverageOf("newest")).toMatchObject({ covered: 3, parked: 1 });
    await sql`UPDATE hosts SET health = '{}'`.execute(db);
    expect(await coverageOf("newest")).toMatchObject({ covered: 2, parked: 0 });
  });

  test("of feeds and hosts", async () => {
    expect(await coverageOf("feed")).toMatchObject({
      subjects: 1,
      covered: 0,
      neverChecked: 0,
      ageP95Ms: 60 * minute,
    });
    expect(await coverageOf("feed", { now: later(start, minute) })).toMatchObject({ covered: 1 });
    expect(await coverageOf("host")).toEqual({
      kind: "host",
      subjects: 6,
      covered: 0,
      parked: 0,
      neverChecked: 6,
      stretched: 0,
      longestPeriodMs: 5 * minute,
      ageP95Ms: null,
      vantages: [],
    });
    expect(await coverageOf("host", { now: later(start, minute) })).toMatchObject({ covered: 6 });
  });
});

test("totals count what is scheduled by its verdict", async () => {
  await age("g1", null);
  await sql`UPDATE media SET verdict = NULL WHERE probed_at IS NULL`.execute(db);
  expect(await readTotals(db)).toEqual({
    publishers: 1,
    subscriptions: 1,
    feeds: { healthy: 1, degraded: 0, unreachable: 0, inconclusive: 0, unchecked: 0 },
    media: { healthy: 4, degraded: 0, unreachable: 0, inconclusive: 0, unchecked: 1 },
    hosts: { healthy: 0, degraded: 0, unreachable: 0, inconclusive: 0, unchecked: 6 },
  });
});
