import { type PodcastHost, startPodcastHost } from "@earshot/podcast-host";
import { buildProber, openGuardedEgress, watchVantage } from "@earshot/probe";
import { createLogger } from "@earshot/runtime";
import {
  claimDue,
  createPublisher,
  type HostGate,
  inTransaction,
  listEnclosures,
  openHostLedger,
  openStore,
  readFeedForCrawl,
  registerFeed,
  type Store,
  scheduleNow,
} from "@earshot/storage";
import { createTestDatabase } from "@earshot/test-servers";
import { afterAll } from "vitest";
import { type CrawlDeps, crawlFeeds } from "../src/crawl-feeds.ts";
import { openCrawlRecorder } from "../src/open-crawl-recorder.ts";

/** Hosts that always have room. */
export const openGate: HostGate = {
  enter: async () => () => {},
  lineUp: async (hostIds) => hostIds.map(() => ({ at: new Date(0), come: async () => null })),
};
const periods = { feedMs: 900_000, hostMs: 60_000, enclosureMs: 1_800_000, catalogueMs: 30 * 86_400_000 };

/** A database of its own, a synthetic podcast host, and a crawler whose clock the test moves. */
export async function openCrawlWorld() {
  const database = await createTestDatabase();
  const log = createLogger({ level: "silent", name: "test" });
  const store = openStore({ url: database.url, log, poolMax: 5 });
  const host = await startPodcastHost();
  let now = new Date();
  const clock = () => now;
  const egress = await openGuardedEgress({
    allowAddresses: ["127.0.0.0/8"],
    resolve: [],
    connectTo: host.connectTo,
    extraCa: [host.caPem],
    clock: () => new Date(),
  });
  afterAll(async () => {
    await egress.close();
    await host.close();
    await store.close();
    await database.close();
  });
  const prober = buildProber({ egress, vantage: "test", clock });
  // The test's clock jumps, as no clock does that nobody sets.
  const steady = { clock, steadyMs: () => clock().getTime() };
  const vantage = watchVantage({
    ...steady,
    canaries: [],
    checkHost: prober.checkHost,
    onChange: () => {},
  });
  const rules = { confirmDelaysMs: [] };
  const workings = { rules, periods, leaseMs: 60_000, log, clock, onCrawl: () => {} };
  const ledger = openHostLedger(store, { clock, log });
  const recorder = openCrawlRecorder(store, clock);
  const deps: CrawlDeps = { store, prober, vantage, gate: openGate, ledger, recorder, ...workings };
  const advance = (ms: number) => {
    now = new Date(now.getTime() + ms);
  };
  return { host, store, prober, deps, advance, ...actsOf(deps, host, advance) };
}

function actsOf(deps: CrawlDeps, host: PodcastHost, advance: (ms: number) => void) {
  const { store, clock } = deps;

  /** A publisher who registers a show of so many episodes; gives the ids and the show. */
  async function watchShow(title: string, episodes: number) {
    const { id: publisherId } = await createPublisher(store.db, { name: title, now: clock() });
    const show = host.addShow({ hostname: "feeds.example", title, mediaHostname: "media.example", episodes });
    const { subscription } = await inTransaction(store, (tx) =>
      registerFeed(tx, { publisherId, url: show.feedUrl, now: clock() }),
    );
    await crawl(subscription.feedId);
    return { show, feedId: subscription.feedId, publisherId };
  }

  /** One crawl, `afterMs` later than the last act. */
  async function crawl(feedId: number, afterMs = 1_000): Promise<void> {
    advance(afterMs);
    await scheduleNow(store.db, { kind: "feed", ids: [feedId], lane: "hot", now: clock() });
    const { claimId, ids } = await claimFeeds();
    await crawlFeeds(deps, { claimId, feedIds: ids });
  }

  /** Claims every feed that is due now. */
  async function claimFeeds() {
    const request = { kind: "feed", limit: 100, leaseMs: deps.leaseMs, now: clock() } as const;
    const { claimId, subjects } = await claimDue(store.db, request);
    return { claimId, ids: subjects.map(({ id }) => id) };
  }

  return { watchShow, crawl, claimFeeds, ...readersOf(store) };
}

function readersOf(store: Store) {
  return {
    async codes(feedId: number): Promise<readonly string[]> {
      return (await readFeedForCrawl(store.db, feedId))?.faults.map(({ code }) => code) ?? [];
    },
    async guids(feedId: number): Promise<readonly (string | null)[]> {
      return (await listEnclosures(store.db, { feedId, limit: 200 })).map(({ guid }) => guid);
    },
    async incidents() {
      return store.db.selectFrom("incidents").selectAll().orderBy("id").execute();
    },
    async noticeTypes(publisherId: string): Promise<readonly string[]> {
      const rows = await store.db
        .selectFrom("notices")
        .select("type")
        .where("publisher_id", "=", publisherId)
        .orderBy("id")
        .execute();
      return rows.map(({ type }) => type);
    },
  };
}
