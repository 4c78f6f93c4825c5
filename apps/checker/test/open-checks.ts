import { soundHealth } from "@earshot/domain";
import { makeAuthority, startPodcastHost } from "@earshot/podcast-host";
import { buildProber, openGuardedEgress, watchVantage } from "@earshot/probe";
import { openScope } from "@earshot/runtime";
import {
  type AddressGate,
  claimDue,
  createPublisher,
  type HostGate,
  inTransaction,
  listHosts,
  openHostLedger,
  openStore,
  registerFeed,
  saveCrawl,
} from "@earshot/storage";
import { bareShow, createTestDatabase } from "@earshot/test-servers";
import { pino } from "pino";
import { afterAll } from "vitest";
import { type CheckHostsDeps, checkHosts } from "../src/check-hosts.ts";
import { openCheckRecorder } from "../src/open-check-recorder.ts";
import { openProbeRecorder } from "../src/open-probe-recorder.ts";
import { type ProbeEnclosuresDeps, probeEnclosures } from "../src/probe-enclosures.ts";

/** Hosts that always have room. */
export const openGate: HostGate = {
  enter: async () => () => {},
  lineUp: async (hostIds) => hostIds.map(() => ({ at: new Date(0), come: async () => null })),
};
/** Addresses that always have room. */
export const freeAddresses: AddressGate = {
  enter: async () => ({ isGranted: true, waitFor: async () => {} }),
};
const log = pino({ level: "silent" });
const dayMs = 24 * 60 * 60_000;
export const addresses = ["127.0.0.1", "127.0.0.2", "127.0.0.3"];
export const periods = { feedMs: 900_000, hostMs: 60_000, enclosureMs: 1_800_000, catalogueMs: 30 * dayMs };
export const rules = { confirmDelaysMs: [10_000, 30_000] };

/** A checker's parts on a database and a podcast host of their own, with a clock that the test moves. */
export type TestChecks = Awaited<ReturnType<typeof openChecks>>;

/** Opens them for a test file. The hosts many.example and drift.example have three addresses, the others one. */
export async function openChecks() {
  const scope = openScope();
  afterAll(() => scope.close());
  let now = new Date();
  const clock = () => now;
  const years = {
    notBefore: new Date(now.getTime() - 700 * dayMs),
    notAfter: new Date(now.getTime() + 700 * dayMs),
  };
  const authority = await makeAuthority(years);
  const host = await scope.open(
    "podcast host",
    startPodcastHost({ authority, listen: addresses, standIn: true, portsInUrls: true, clock }),
  );
  const database = await scope.open("database", createTestDatabase());
  const store = await scope.open("store", openStore({ url: database.url, log, poolMax: 5 }));
  const guard = { allowAddresses: ["127.0.0.0/8"], connectTo: [], extraCa: [host.caPem], clock };
  const all = addresses.join(",");
  const resolve = [`many.example::${all}`, `drift.example::${all}`, "*::127.0.0.1"];
  const egress = await scope.open("egress", openGuardedEgress({ ...guard, resolve }));
  const prober = buildProber({ egress, vantage: "test", clock });
  // The test's clock jumps, as no clock does that nobody sets.
  const steady = { clock, steadyMs: () => clock().getTime() };
  const vantage = watchVantage({
    ...steady,
    canaries: [],
    checkHost: prober.checkHost,
    onChange: () => {},
  });
  const { db } = store;
  const deps = {
    store,
    prober,
    webhookProber: prober,
    vantage,
    ledger: openHostLedger(store, { clock, log }),
    rules,
    periods,
    log,
    clock,
    leaseMs: 60_000,
    recorder: openProbeRecorder(store, clock),
    checkRecorder: openCheckRecorder(store, clock),
    addressGate: freeAddresses,
    onCheck: () => {},
    onProbe: () => {},
  };

  async function claim(kind: "host" | "media" | "feed") {
    const { claimId, subjects } = await claimDue(db, { kind, limit: 100, leaseMs: 60_000, now });
    return { claimId, ids: subjects.map(({ id }) => id) };
  }

  return {
    store,
    host,
    deps,
    clock,
    claim,
    pass(ms: number) {
      now = new Date(now.getTime() + ms);
    },
    moveTo(instant: Date) {
      now = instant;
    },
    /** A publisher with a feed whose episodes have these media, all due now. */
    async publish(title: string, urls: readonly string[]) {
      const { id: publisherId } = await createPublisher(db, { name: title, now });
      const url = new URL(`/${encodeURIComponent(title)}.xml`, urls[0]).href;
      const { subscription } = await inTransaction(store, (tx) =>
        registerFeed(tx, { publisherId, url, now }),
      );
      const { claimId } = await claim("feed");
      const episodes = urls.map((enclosure, index) => ({
        guid: `${title} ${index}`,
        title: `Episode ${index} of ${title}`,
        publishedAt: now.toISOString(),
        enclosures: [{ url: enclosure, type: "audio/mpeg", length: 1_000, kind: "primary" as const }],
      }));
      const show = bareShow(title);
      const validators = { etag: null, lastModified: null, bodyHash: title };
      await inTransaction(store, (tx) =>
        saveCrawl(tx, {
          feedId: subscription.feedId,
          claimId,
          now,
          next: { at: new Date(now.getTime() + 10_000 * dayMs), lane: "ordinary" },
          status: 200,
          verdict: "healthy",
          faults: [],
          health: soundHealth,
          probe: null,
          redirectedTo: null,
          vanishAfterMs: periods.feedMs,
          periodMs: periods.feedMs,
          result: {
            kind: "parsed",
            ...validators,
            show,
            episodes,
            complete: true,
            windowSize: null,
            pages: [],
            nextExpectedAt: null,
          },
        }),
      );
      return { publisherId, feedId: subscription.feedId };
    },
    /** Checks every host that is due now, and gives how many there were. */
    async checkDue(overrides: Partial<CheckHostsDeps> = {}) {
      const { claimId, ids } = await claim("host");
      if (ids.length > 0) await checkHosts({ ...deps, ...overrides }, { claimId, hostIds: ids });
      return ids.length;
    },
    /** Probes every media that is due now, and gives their ids. */
    async probeDue(overrides: Partial<ProbeEnclosuresDeps> = {}) {
      const { claimId, ids } = await claim("media");
      if (ids.length > 0)
        await probeEnclosures({ ...deps, gate: openGate, ...overrides }, { claimId, mediaIds: ids });
      return ids;
    },
    async mediaAt(url: string) {
      const found = await db.selectFrom("media").selectAll().where("url", "=", url).executeTakeFirst();
      if (found === undefined) throw new Error(`${url} is not watched`);
      return found;
    },
    dueAt: async (kind: "host" | "media", id: number) =>
      (
        await db
          .selectFrom("schedule")
          .select("ready_at")
          .where("kind", "=", kind)
          .where("subject_id", "=", id)
          .executeTakeFirst()
      )?.ready_at,
    /** When the next of its kind is due. */
    nextDue: async (kind: "host" | "media") =>
      (
        await db
          .selectFrom("schedule")
          .select("ready_at")
          .where("kind", "=", kind)
          .orderBy("ready_at")
          .limit(1)
          .executeTakeFirst()
      )?.ready_at,
    async hostOf(hostname: string) {
      const hosts = await listHosts(db, { publisherId: null, limit: 100 });
      const found = hosts.find((one) => one.hostname === hostname);
      if (found === undefined) throw new Error(`${hostname} is not watched`);
      return found;
    },
    incidents: () => db.selectFrom("incidents").selectAll().orderBy("opened_at").execute(),
    /** How many members the incidents have that were not cleared. */
    async liveMembers() {
      const rows = await db
        .selectFrom("incident_subjects")
        .select("subject_id")
        .where("cleared_at", "is", null)
        .execute();
      return rows.length;
    },
    /** Notices to a publisher, oldest first. */
    async noticesTo(publisherId: string) {
      return db
        .selectFrom("notices")
        .selectAll()
        .where("publisher_id", "=", publisherId)
        .orderBy("id")
        .execute();
    },
    async reset() {
      for (const table of [
        "publishers",
        "incidents",
        "schedule",
        "feeds",
        "media",
        "hosts",
        "probes",
      ] as const) {
        await db.deleteFrom(table).execute();
      }
      host.clearFaults();
    },
  };
}
