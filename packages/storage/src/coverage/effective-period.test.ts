import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { buildCrawl, buildEpisode } from "../../test/build-looks.ts";
import { later, openTestStore, registerTestFeed } from "../../test/open-test-store.ts";
import { claimDue, inTransaction, readCoverage, saveCrawl } from "../index.ts";

const store = await openTestStore();
const minute = 60_000;
const start = new Date("2026-11-01T12:00:00.000Z");
const now = later(start, 40 * 24 * 60 * minute);
const newest = 3;
const catalogue = 30;

beforeAll(async () => {
  const { feedId } = await registerTestFeed(store, "https://feeds.example/long.xml", start);
  const { claimId } = await claimDue(store.db, { kind: "feed", limit: 1, leaseMs: minute, now: start });
  const episodes = Array.from({ length: newest + catalogue }, (_, n) =>
    buildEpisode(`g${n}`, `https://one.example/${n}.mp3`, later(start, (n - 1_000) * 60 * minute)),
  );
  await inTransaction(store, (tx) => saveCrawl(tx, buildCrawl({ feedId, claimId, now: start }, episodes)));
});

/** How many of each kind are covered when all were looked at so many minutes ago, at a rate of requests a minute. */
async function coveredAfter(minutes: number, perMinute: number) {
  await sql`UPDATE media SET probed_at = ${later(now, -minutes * minute)}`.execute(store.db);
  const terms = { now, feedMs: minute, hostMs: minute, enclosureMs: 30 * minute, catalogueMs: 600 * minute };
  const rows = await readCoverage(store.db, { ...terms, hostRate: perMinute / 60 });
  const coveredOf = (kind: string) => rows.find((row) => row.kind === kind)?.covered;
  return { newest: coveredOf("newest"), catalogue: coveredOf("catalogue") };
}

// The 30 old ones need 0.05 requests a minute for their 600 minutes, and the 3 newest 0.1 for their 30.
test.each([
  ["that suffices for all leaves every period as it is", 0.2, { newest: 31, catalogue: 620 }],
  ["that suffices for the old ones gives the newest what is left", 0.1, { newest: 62, catalogue: 620 }],
  [
    "that does not even suffice for the old ones gives all their turn alike",
    0.04,
    { newest: 850, catalogue: 850 },
  ],
])("a rate %s", async (_, perMinute, latest) => {
  expect((await coveredAfter(latest.newest, perMinute)).newest).toBe(newest);
  expect((await coveredAfter(latest.newest * 1.1, perMinute)).newest).toBe(0);
  expect((await coveredAfter(latest.catalogue, perMinute)).catalogue).toBe(catalogue);
  expect((await coveredAfter(latest.catalogue * 1.1, perMinute)).catalogue).toBe(0);
});
