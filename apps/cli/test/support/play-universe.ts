import { checkHosts, openProbeRecorder, probeEnclosures } from "@earshot/checker";
import { nextFeedDue, type Periods, soundHealth } from "@earshot/domain";
import { watchVantage } from "@earshot/probe";
import { createLogger } from "@earshot/runtime";
import {
  type Claim,
  type Coverage,
  claimDue,
  claimDueMedia,
  claimDuePolitely,
  type HostLedger,
  inTransaction,
  maintainPartitions,
  openHostLedger,
  openStore,
  readCoverage,
  releaseParked,
  type Store,
  saveCrawl,
  saveUnchangedCrawls,
} from "@earshot/storage";
import { type SeededHost, seedFleet } from "@earshot/test-servers";
import { type ScriptedProber, scriptProber } from "./script-prober.ts";

/** A simulated universe of podcasts. */
export interface UniversePlan {
  readonly databaseUrl: string;
  readonly feeds: number;
  readonly enclosuresPerFeed: number;
  readonly hosts: number;
  /** How long to play, when the third-largest host's certificate lapses, and when it is renewed: minutes from the start. */
  readonly minutes: number;
  readonly lapseAt: number;
  readonly renewAt: number;
  readonly periods: Periods;
  readonly hostRate: number;
  readonly hostConcurrency: number;
  /** Told of the progress, once a simulated minute. */
  readonly onMinute?: (minute: number) => void;
}

/** What happened, counted. */
export interface UniverseReport {
  /** Enclosure URLs claimed, handed back unasked because their host fails, asked for, and rows of history. */
  readonly claimed: number;
  readonly handedBack: number;
  readonly requests: number;
  readonly recorded: number;
  readonly crawls: number;
  readonly published: number;
  readonly hostChecks: number;
  /** Incidents in all, and subjects that were ever members of one. */
  readonly incidents: number;
  readonly members: number;
  /** Milliseconds from the lapse to the incident, and from the renewal to its end. */
  readonly detectedAfterMs: number | null;
  readonly resolvedAfterMs: number | null;
  /** Publishers with a show at the host, notices that an incident opened and was resolved, and publishers told. */
  readonly publishersThere: number;
  readonly openedNotices: number;
  readonly resolvedNotices: number;
  readonly publishersTold: number;
  readonly feedsThere: number;
  /** Most requests to one host within ten seconds, and what its budget allows in them. */
  readonly mostInTenSeconds: number;
  readonly allowedInTenSeconds: number;
  readonly coverage: readonly Coverage[];
}

const minuteMs = 60_000;
const tickMs = 1_000;
const leaseMs = 90_000;
const topShares = [0.2, 0.12, 0.09, 0.06, 0.05, 0.04, 0.03, 0.025, 0.02, 0.015];
/** Of its feeds, a universe publishes one episode in a week each. */
const publishEveryMs = 7 * 24 * 60 * minuteMs;

/** Hosts of the skew that is found in the wild: the ten largest carry 65 % of the feeds. */
export function skewedHosts(count: number): readonly SeededHost[] {
  const rest = (1 - topShares.reduce((sum, share) => sum + share, 0)) / Math.max(1, count - topShares.length);
  return Array.from({ length: count }, (_, n) => ({
    hostname: `h${n + 1}.example`,
    share: topShares[n] ?? rest,
  }));
}

/**
 * Plays a universe second by second: the store, its claims, the checker's work and the incident rules are the real
 * ones, the clock and the network are scripted.
 */
export async function playUniverse(plan: UniversePlan): Promise<UniverseReport> {
  const startAt = Date.UTC(2026, 10, 20, 12);
  let now = new Date(startAt);
  const clock = () => now;
  const hosts = skewedHosts(plan.hosts);
  const hostname = hosts[2]?.hostname ?? "";
  const lapse = {
    hostname,
    lapsesAt: new Date(startAt + plan.lapseAt * minuteMs),
    renewedAt: new Date(startAt + plan.renewAt * minuteMs),
  };
  await seed(plan, hosts, now);
  const log = createLogger({ level: "error", name: "universe" });
  const store = openStore({ url: plan.databaseUrl, log, poolMax: 10 });
  try {
    await maintainPartitions(store, { now, keepDays: 7, keepRollupDays: 90 });
    const scripted = scriptProber(clock, lapse);
    const world = openWorld({ plan, store, clock, scripted });
    const counts = { claimed: 0, crawls: 0, published: 0 };
    for (const endsAt = startAt + plan.minutes * minuteMs; now.getTime() < endsAt; ) {
      if ((now.getTime() - startAt) % minuteMs === 0) plan.onMinute?.((now.getTime() - startAt) / minuteMs);
      const done = await world.tick();
      counts.claimed += done.claimed;
      counts.crawls += done.crawls;
      counts.published += done.published;
      now = new Date(now.getTime() + tickMs);
    }
    await world.close();
    const handedBack = world.handedBack();
    return { ...counts, handedBack, ...(await readReport({ plan, store, scripted, lapse, now })) };
  } finally {
    await store.close();
  }
}

function seed(plan: UniversePlan, hosts: readonly SeededHost[], now: Date): Promise<void> {
  const { feedMs, enclosureMs, catalogueMs, hostMs } = plan.periods;
  return seedFleet(plan.databaseUrl, {
    feeds: plan.feeds,
    enclosuresPerFeed: plan.enclosuresPerFeed,
    hosts,
    feedsPerPublisher: 5,
    now,
    mediaPath: "/%1$s/%2$s.mp3",
    feedPath: "/%1$s.xml",
    feedHost: "feeds.example",
    seen: true,
    dueWithinMs: { feed: feedMs, newest: enclosureMs, catalogue: catalogueMs, host: hostMs },
  });
}

interface World {
  readonly plan: UniversePlan;
  readonly store: Store;
  readonly clock: () => Date;
  readonly scripted: ScriptedProber;
}

function openWorld({ plan, store, clock, scripted }: World) {
  const { periods, hostRate, hostConcurrency } = plan;
  const { prober } = scripted;
  const log = createLogger({ level: "error", name: "universe" });
  const vantage = watchVantage({ canaries: [], checkHost: prober.checkHost, onChange: () => {} });
  const heard = openHostLedger(store, clock);
  let handedBack = 0;
  const ledger: HostLedger = {
    ...heard,
    // Asked once for each URL: one whose host wishes to be left alone goes back unasked.
    closedUntil(host) {
      const until = heard.closedUntil(host);
      if (until !== null) handedBack += 1;
      return until;
    },
  };
  const recorder = openProbeRecorder(store, clock);
  const gate = { enter: async () => () => {} };
  const rules = { confirmDelaysMs: [10_000, 30_000] };
  const deps = { store, prober, vantage, ledger, recorder, gate, rules, periods, log, clock, leaseMs };
  const checks = { ...deps, onCheck: () => {} };
  const probes = { ...deps, onProbe: () => {} };
  return {
    /** One second of planning and working. */
    async tick() {
      const now = clock();
      const budget = { leaseMs, now, hostRate, hostConcurrency };
      const due = await claimDue(store.db, { kind: "host", limit: 1_000, leaseMs, now });
      for (const hostIds of chunksOf(due)) await checkHosts(checks, { claimId: due.claimId, hostIds });
      const feeds = await claimDuePolitely(store.db, {
        ...budget,
        kind: "feed",
        limit: 1_000,
        hostRate: 1_000,
        hostConcurrency: 1_000,
      });
      const published = await recordCrawls(store, plan, feeds, now);
      await releaseParked(store.db, { hostRate, now });
      const media = await claimDueMedia(store.db, { ...budget, limit: 1_000 });
      await Promise.all(
        chunksOf(media).map((mediaIds) => probeEnclosures(probes, { claimId: media.claimId, mediaIds })),
      );
      return { claimed: media.subjects.length, crawls: feeds.subjects.length, published };
    },
    handedBack: () => handedBack,
    close: () => ledger.close(),
  };
}

function chunksOf({ subjects }: Claim): readonly (readonly number[])[] {
  const ids = subjects.map(({ id }) => id);
  return Array.from({ length: Math.ceil(ids.length / 50) }, (_, n) => ids.slice(n * 50, n * 50 + 50));
}

/** Crawls as the crawler records them: most find nothing new, some a new episode. */
async function recordCrawls(store: Store, plan: UniversePlan, claim: Claim, now: Date): Promise<number> {
  const { claimId, subjects } = claim;
  if (subjects.length === 0) return 0;
  const { feedMs } = plan.periods;
  const isPublishing = (id: number) =>
    Math.floor((now.getTime() + id * 7_919_000) / publishEveryMs) !==
    Math.floor((now.getTime() - feedMs + id * 7_919_000) / publishEveryMs);
  const publishing = subjects.filter(({ id }) => isPublishing(id));
  const crawls = subjects
    .filter(({ id }) => !isPublishing(id))
    .map(({ id }) => ({
      ...{ feedId: id, claimId, next: nextFeedDue(`feed:${id}`, feedMs, now), vantage: "local" },
      ...{ status: 304, verdict: "healthy" as const, faults: [], periodMs: feedMs },
    }));
  await inTransaction(store, (tx) => saveUnchangedCrawls(tx, { crawls, now }));
  for (const { id } of publishing) await publish(store, plan, { claimId, feedId: id, now });
  return publishing.length;
}

async function publish(
  store: Store,
  { periods }: UniversePlan,
  at: { readonly claimId: string; readonly feedId: number; readonly now: Date },
): Promise<void> {
  const { feedId, now } = at;
  const items = await store.db
    .selectFrom("enclosures as e")
    .innerJoin("media as m", "m.id", "e.media_id")
    .select(["e.guid", "e.title", "e.published_at", "m.url"])
    .where("e.feed_id", "=", feedId)
    .where("e.vanished_at", "is", null)
    .execute();
  const host = new URL(items[0]?.url ?? "https://none.example").origin;
  const known = items.map(({ guid, title, published_at, url }) => ({
    ...{ guid, title, publishedAt: published_at?.toISOString() ?? null },
    enclosures: [{ url, type: "audio/mpeg", length: 1_000, kind: "primary" as const }],
  }));
  const episode = {
    ...{ guid: `new ${now.getTime()}`, title: "A new episode", publishedAt: now.toISOString() },
    enclosures: [
      {
        url: `${host}/${feedId}/${now.getTime()}.mp3`,
        type: "audio/mpeg",
        length: 1_000,
        kind: "primary" as const,
      },
    ],
  };
  const show = {
    title: "A show",
    link: null,
    podcastGuid: null,
    format: "rss",
    hubUrl: null,
    ttlMinutes: null,
    ownerEmail: null,
    txt: [],
  } as const;
  const result = {
    ...({ kind: "parsed", etag: null, lastModified: null, bodyHash: null, show, windowSize: null } as const),
    ...{ nextExpectedAt: null, episodes: [episode, ...known], complete: true },
  };
  const next = nextFeedDue(`feed:${feedId}`, periods.feedMs, now);
  const crawl = {
    ...at,
    ...({ next, status: 200, verdict: "healthy", faults: [], health: soundHealth, probe: null } as const),
    ...{ redirectedTo: null, vanishAfterMs: periods.feedMs, periodMs: periods.feedMs, result },
  };
  await inTransaction(store, (tx) => saveCrawl(tx, crawl));
}

interface Ended extends Omit<World, "clock"> {
  readonly lapse: { readonly hostname: string; readonly lapsesAt: Date; readonly renewedAt: Date };
  readonly now: Date;
}

async function readReport(
  ended: Ended,
): Promise<Omit<UniverseReport, "claimed" | "handedBack" | "crawls" | "published">> {
  const { plan, store, scripted, lapse, now } = ended;
  const { db } = store;
  const count = async (table: "probes" | "incidents" | "incident_subjects") =>
    Number(
      (
        await db
          .selectFrom(table)
          .select((e) => e.fn.countAll().as("n"))
          .executeTakeFirstOrThrow()
      ).n,
    );
  const [incident] = await db.selectFrom("incidents").select(["opened_at", "resolved_at"]).execute();
  const notices = await db.selectFrom("notices").select(["type", "publisher_id"]).execute();
  const ofType = (type: string) => notices.filter((notice) => notice.type === type);
  const there = await db
    .selectFrom("feed_hosts as d")
    .innerJoin("hosts as h", "h.id", "d.host_id")
    .innerJoin("subscriptions as s", "s.feed_id", "d.feed_id")
    .select(["s.publisher_id", "d.feed_id"])
    .where("h.hostname", "=", lapse.hostname)
    .execute();
  const { feedMs, hostMs, enclosureMs, catalogueMs } = plan.periods;
  const terms = { now, feedMs, enclosureMs, catalogueMs, hostMs: hostMs * 5, hostRate: plan.hostRate };
  return {
    requests: [...scripted.requests.values()].reduce((sum, times) => sum + times.length, 0),
    recorded: await count("probes"),
    hostChecks: scripted.handshakes(),
    incidents: await count("incidents"),
    members: await count("incident_subjects"),
    detectedAfterMs: incident === undefined ? null : incident.opened_at.getTime() - lapse.lapsesAt.getTime(),
    resolvedAfterMs:
      incident?.resolved_at == null ? null : incident.resolved_at.getTime() - lapse.renewedAt.getTime(),
    publishersThere: new Set(there.map((row) => row.publisher_id)).size,
    feedsThere: new Set(there.map((row) => row.feed_id)).size,
    openedNotices: ofType("incident.opened").length,
    resolvedNotices: ofType("incident.resolved").length,
    publishersTold: new Set(ofType("incident.opened").map((notice) => notice.publisher_id)).size,
    mostInTenSeconds: Math.max(...[...scripted.requests.values()].map(mostWithinTenSeconds)),
    // Ten seconds' worth, and the second by which a claim may be ahead of its slot.
    allowedInTenSeconds: plan.hostRate * 11 + 1,
    coverage: await readCoverage(db, terms),
  };
}

function mostWithinTenSeconds(times: readonly number[]): number {
  let first = 0;
  let most = 0;
  for (const [index, at] of times.entries()) {
    while ((times[first] ?? at) <= at - 10_000) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
