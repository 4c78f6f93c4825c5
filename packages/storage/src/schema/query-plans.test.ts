import { soundHealth } from "@earshot/domain";
import { findSequentialScans, type SentQuery, seedFleet, seedHistory } from "@earshot/test-servers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildCrawl, buildEpisode, buildHostCheck, buildProbe } from "../../test/build-looks.ts";
import { later, openTestStore, quietLog } from "../../test/open-test-store.ts";
import {
  beginClaim,
  claimDue,
  claimDueMedia,
  inTransaction,
  judgeStandings,
  openStore,
  readAffectedPublishers,
  readFeedsForCrawl,
  readHostsByFingerprint,
  readHostsForCheck,
  readMediaForProbe,
  relayNotices,
  releaseClaim,
  releaseParked,
  saveCrawl,
  saveHostCheck,
  saveProbes,
  scheduleNow,
  wakeHosts,
  wakeTroubledHosts,
} from "../index.ts";

const { url } = await openTestStore();
const queries: SentQuery[] = [];
const store = openStore({ url, log: quietLog, poolMax: 5, onQuery: (query) => void queries.push(query) });
const { db } = store;
const now = new Date("2026-11-20T12:00:00.000Z");
const leaseMs = 60_000;
const budget = { hostRate: 5, hostConcurrency: 4 };
const next = { at: later(now, 1_800_000), lane: "ordinary" } as const;

beforeAll(async () => {
  await seedFleet(url, {
    feeds: 5_000,
    enclosuresPerFeed: 4,
    hosts: Array.from({ length: 5_000 }, (_, n) => ({ hostname: `h${n}.example`, share: 1 / 5_000 })),
    feedsPerPublisher: 2,
    now,
    mediaPath: "/%1$s/%2$s.mp3",
    feedPath: "/%1$s.xml",
    feedHost: "feeds.example",
    seen: true,
    dueWithinMs: { feed: 900_000, newest: 1_800_000, catalogue: 2_592_000_000, host: 300_000 },
  });
  await seedHistory(url, { now, looksEach: 2, incidents: 5_000 });
});
afterAll(() => store.close());

/** What each part of the pipeline asks the store for, in the order in which it happens. */
const work: readonly (readonly [string, () => Promise<unknown>])[] = [
  ["claiming media", () => claimDueMedia(db, { limit: 100, leaseMs, now: later(now, 60_000), ...budget })],
  ["claiming feeds", () => claimDue(db, { kind: "feed", limit: 100, leaseMs, now: later(now, 60_000) })],
  ["claiming hosts", () => claimDue(db, { kind: "host", limit: 100, leaseMs, now: later(now, 60_000) })],
  ["taking what was parked back", () => releaseParked(db, { now, ...budget })],
  ["probing", probe],
  ["crawling a feed that has an episode more", crawl],
  ["checking a host", check],
  ["waking hosts", () => wakeHosts(db, [{ hostname: "h7.example", port: 443, tls: true }], now)],
  ["waking the hosts of a feed", () => wakeTroubledHosts(db, 7, now)],
  ["a look asked for by hand", () => scheduleNow(db, { kind: "feed", ids: [7], lane: "hot", now })],
  ["hosts that serve a certificate", () => readHostsByFingerprint(db, "f7", now)],
  [
    "whom a host's incident touches",
    () => readAffectedPublishers(db, { hostIds: [7], mediaIds: [], feedIds: [] }),
  ],
  ["judging how feeds stand", () => judgeStandings(store)],
  ["relaying notices", () => inTransaction(store, (tx) => relayNotices(tx, { limit: 100, now }))],
];

test.each(work)("%s reads no big table from end to end", async (_, run) => {
  queries.length = 0;
  await run();
  expect(queries.length).toBeGreaterThan(0);
  expect(await findSequentialScans(url, queries, 2_500)).toEqual([]);
});

async function probe(): Promise<void> {
  const at = later(now, 120_000);
  const { claimId, subjects } = await claimDueMedia(db, { limit: 12, leaseMs, now: at, ...budget });
  const [released, ...owned] = await beginClaim(db, {
    kind: "media",
    claimId,
    ids: subjects.map(({ id }) => id),
    leaseMs,
    now: at,
  });
  const media = await readMediaForProbe(db, owned);
  const outcomes = media.map(({ id, url: mediaUrl }) => ({
    ...{ mediaId: id, claimId, health: soundHealth, hotStep: null, rangeIgnored: false, next },
    probe: buildProbe({ url: mediaUrl, at, hosts: ["h1.example", `new${id % 3}.example`] }),
  }));
  await inTransaction(store, (tx) => saveProbes(tx, { outcomes, now: at }));
  await releaseClaim(db, { kind: "media", claimId, ids: [released ?? 0], now: at });
}

async function crawl(): Promise<void> {
  const at = later(now, 180_000);
  const { claimId, subjects } = await claimDue(db, { kind: "feed", limit: 5, leaseMs, now: at });
  const [feed] = await readFeedsForCrawl(
    db,
    subjects.map(({ id }) => id),
  );
  if (feed === undefined) throw new Error("no feed is due");
  const episodes = [1, 2, 3, 4, 5, 6, 7].map((n) =>
    buildEpisode(`g${n}`, `https://h1.example/${feed.id}/${n}.mp3`, at),
  );
  await inTransaction(store, (tx) =>
    saveCrawl(tx, buildCrawl({ feedId: feed.id, claimId, now: at }, episodes)),
  );
}

async function check(): Promise<void> {
  const at = later(now, 240_000);
  const { claimId, subjects } = await claimDue(db, { kind: "host", limit: 5, leaseMs, now: at });
  const ids = subjects.map(({ id }) => id);
  const [host] = await readHostsForCheck(db, ids, at);
  if (host === undefined) throw new Error("no host is due");
  const seen = buildHostCheck({ hostname: host.hostname, at, leaves: { "192.0.2.1": "another leaf" } });
  const outcome = { hostId: host.id, claimId, check: seen, health: soundHealth, next, now: at };
  await inTransaction(store, (tx) => saveHostCheck(tx, outcome));
}
