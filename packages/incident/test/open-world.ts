import { type SubjectHealth, soundHealth } from "@earshot/domain";
import {
  claimDue,
  createPublisher,
  createSilence,
  type Db,
  deleteSilence,
  endSubscription,
  hostKey,
  inTransaction,
  openStore,
  registerFeed,
  type Store,
  saveCrawl,
  upsertHosts,
} from "@earshot/storage";
import { bareShow, createTestDatabase } from "@earshot/test-servers";
import { afterAll } from "vitest";
import { type OutcomeReport, recordOutcome } from "../src/index.ts";

/** What a notice said, as a test wants to compare it. */
export interface WrittenNotice {
  readonly publisherId: string;
  readonly type: string;
  readonly sequence: number;
  readonly episodes: number;
  readonly payload: Record<string, unknown>;
}

const start = new Date("2022-05-31T00:00:00.000Z");
const logNothing = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Seconds after the beginning of the world. */
export function at(seconds: number): Date {
  return new Date(start.getTime() + seconds * 1_000);
}

/** A store of its own with the acts of a small world: publishers, feeds with episodes at a host, and looks at hosts. */
export async function openWorld() {
  const database = await createTestDatabase();
  const store = openStore({ url: database.url, log: logNothing, poolMax: 10 });
  afterAll(async () => {
    await store.close();
    await database.close();
  });
  return { store, ...actsOf(store) };
}

function actsOf(store: Store) {
  const healths = new Map<string, SubjectHealth>();

  async function addPublisher(name: string): Promise<string> {
    return (await createPublisher(store.db, { name, now: start })).id;
  }

  async function addShow(publisherId: string, url: string, enclosures: readonly string[]): Promise<number> {
    await inTransaction(store, (tx) => registerFeed(tx, { publisherId, url, now: start }));
    const { claimId, subjects } = await claimDue(store.db, {
      kind: "feed",
      limit: 500,
      leaseMs: 1,
      now: start,
    });
    const [subject] = subjects;
    if (subject === undefined) throw new Error("the feed was not due");
    await inTransaction(store, (tx) =>
      saveCrawl(tx, buildCrawlOf({ feedId: subject.id, claimId, url }, enclosures)),
    );
    return subject.id;
  }

  async function hostId(hostname: string): Promise<number> {
    const host = { hostname, port: 443, tls: true };
    const id = (await upsertHosts(store.db, [host], start)).get(hostKey(host));
    if (id === undefined) throw new Error(`no host ${hostname}`);
    return id;
  }

  /** One look at a host. Keeps its health between looks as the checker does. */
  async function look(
    hostname: string,
    kind: "bad" | "clear" | "unclear",
    seconds: number,
    fingerprint = "aa",
  ) {
    const id = await hostId(hostname);
    const report = reportOf(
      { hostname, id, kind, seconds, fingerprint },
      healths.get(hostname) ?? soundHealth,
    );
    const recorded = await inTransaction(store, (tx) => recordOutcome(tx, report, { confirmDelaysMs: [] }));
    healths.set(hostname, recorded.health);
    return recorded;
  }

  async function endShow(feedId: number, seconds: number): Promise<void> {
    const { id } = await store.db
      .selectFrom("subscriptions")
      .select("id")
      .where("feed_id", "=", feedId)
      .where("ended_at", "is", null)
      .executeTakeFirstOrThrow();
    await inTransaction(store, (tx) => endSubscription(tx, { id, publisherId: null, now: at(seconds) }));
  }

  /** Silences a publisher for some time (seconds after the beginning; null for ever), and gives how to lift it. */
  async function silence(
    publisherId: string,
    [from, until]: readonly [number, number | null],
    more: {
      readonly hostname?: string;
      readonly incident_id?: string;
      readonly subscription_id?: string;
    } = {},
  ) {
    const { id } = await createSilence(store.db, {
      ...{
        publisher_id: publisherId,
        kind: "mute",
        subscription_id: null,
        hostname: null,
        incident_id: null,
      },
      ...{ starts_at: at(from), ends_at: until === null ? null : at(until), note: null, now: start },
      ...more,
    });
    return () => deleteSilence(store.db, { id, owner: publisherId });
  }

  async function notices(type?: string): Promise<readonly WrittenNotice[]> {
    const rows = await store.db.selectFrom("notices").selectAll().orderBy("id").execute();
    return rows
      .filter((row) => type === undefined || row.type === type)
      .map(({ publisher_id, type: of, sequence, payload }) => ({
        publisherId: publisher_id,
        type: of,
        sequence,
        episodes: episodesOf(payload),
        payload,
      }));
  }

  return { addPublisher, addShow, endShow, hostId, look, notices, silence };
}

interface Looked {
  readonly hostname: string;
  readonly id: number;
  readonly kind: "bad" | "clear" | "unclear";
  readonly seconds: number;
  readonly fingerprint: string;
}

function reportOf(looked: Looked, health: SubjectHealth): OutcomeReport {
  const { hostname, id, kind, seconds, fingerprint } = looked;
  return {
    subject: { kind: "host", id },
    health,
    outcome: {
      at: at(seconds),
      kind,
      codes: kind === "bad" ? ["certificate.expired"] : [],
      predicted: false,
    },
    keys: kind === "bad" ? [{ kind: "certificate", fingerprint }] : [],
    place: {
      where: hostname,
      failing: [{ host: hostname, port: 443, role: null, addresses: ["192.0.2.1"], certificate: null }],
    },
    evidence: { hostname, at: at(seconds).toISOString() },
  };
}

/** A crawl that read a show with these enclosures, an episode each. */
export function buildCrawlOf(
  feed: { feedId: number; claimId: string; url: string },
  enclosures: readonly string[],
) {
  return {
    ...feed,
    now: start,
    next: { at: at(900), lane: "ordinary" },
    status: 200,
    verdict: "healthy",
    faults: [],
    health: soundHealth,
    probe: null,
    redirectedTo: null,
    vanishAfterMs: 900_000,
    periodMs: 900_000,
    result: {
      kind: "parsed",
      etag: null,
      lastModified: null,
      bodyHash: null,
      complete: true,
      show: bareShow(`Show at ${feed.url}`),
      windowSize: null,
      pages: [],
      nextExpectedAt: null,
      episodes: enclosures.map((url, index) => ({
        guid: `${feed.url}#${index}`,
        title: `Episode ${index}`,
        publishedAt: at(-index * 86_400).toISOString(),
        enclosures: [{ url, type: "audio/mpeg", length: 1, kind: "primary" as const }],
      })),
    },
  } as const;
}

function episodesOf(payload: Record<string, unknown>): number {
  const affected = payload["affected"] as { episodes: number } | undefined;
  return affected?.episodes ?? 0;
}

/** All incidents, in the order they were opened. */
export function readIncidents(db: Db) {
  return db.selectFrom("incidents").selectAll().orderBy("id").execute();
}
