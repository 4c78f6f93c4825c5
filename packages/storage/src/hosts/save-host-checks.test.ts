import { buildFault, type SubjectHealth, soundHealth } from "@earshot/domain";
import { describe, expect, test } from "vitest";
import { buildCrawl, buildEpisode, buildHostCheck, buildProbe } from "../../test/build-looks.ts";
import { later, openTestStore, quietLog, registerTestFeed } from "../../test/open-test-store.ts";
import {
  claimDue,
  claimDueMedia,
  createPublisher,
  inTransaction,
  listEnclosures,
  listHosts,
  openStore,
  purge,
  readCertificates,
  readDeadlines,
  readEnclosureTotals,
  readHostsByFingerprint,
  readHostsForCheck,
  saveCrawl,
  saveHostCheck,
  saveHostChecks,
  saveProbes,
  scheduleNow,
} from "../index.ts";

const store = await openTestStore();
const { db } = store;
const start = new Date("2026-11-01T12:00:00.000Z");
const hour = 3_600_000;

async function newHost(hostname: string, episodes = 1) {
  const feed = await registerTestFeed(store, `https://feeds.example/of-${hostname}.xml`, start);
  const { claimId } = await claimDue(db, { kind: "feed", limit: 100, leaseMs: hour, now: start });
  const items = Array.from({ length: episodes }, (_, n) =>
    buildEpisode(`${n}`, `https://${hostname}/${n}.mp3`),
  );
  await inTransaction(store, (tx) =>
    saveCrawl(tx, buildCrawl({ feedId: feed.feedId, claimId, now: start }, items)),
  );
  const { id } = await db
    .selectFrom("hosts")
    .select("id")
    .where("hostname", "=", hostname)
    .executeTakeFirstOrThrow();
  return { ...feed, hostId: id, hostname };
}

async function check(
  host: { hostId: number; hostname: string },
  at: Date,
  look: Omit<Parameters<typeof buildHostCheck>[0], "hostname" | "at">,
  health: SubjectHealth = soundHealth,
) {
  await scheduleNow(db, { kind: "host", ids: [host.hostId], lane: "hot", now: at });
  const { claimId } = await claimDue(db, { kind: "host", limit: 1_000, leaseMs: 0, now: at });
  const outcome = {
    hostId: host.hostId,
    claimId,
    check: buildHostCheck({ hostname: host.hostname, at, ...look }),
    health,
    next: { at: later(at, 60_000), lane: "ordinary" as const },
    now: at,
  };
  return inTransaction(store, (tx) => saveHostCheck(tx, outcome));
}

describe("a host check", () => {
  test("is recorded with its addresses, and its certificates once each", async () => {
    const host = await newHost("one.example");
    expect(await check(host, start, { leaves: { "192.0.2.1": "leaf 1", "192.0.2.2": "leaf 1" } })).toBe(true);
    const [stored] = await readHostsForCheck(db, [host.hostId], start);
    expect(stored).toMatchObject({
      hostname: "one.example",
      verdict: "healthy",
      checkedAt: start,
      leafFingerprint: "leaf 1",
      leafNotBefore: new Date("2026-01-01"),
      leafNotAfter: new Date("2027-01-01"),
      expiresAt: new Date("2027-01-01"),
      health: soundHealth,
      hot: false,
    });
    expect(stored?.addresses.map(({ address, leafFingerprint }) => [address, leafFingerprint])).toEqual([
      ["192.0.2.1", "leaf 1"],
      ["192.0.2.2", "leaf 1"],
    ]);
    expect(
      (await readCertificates(db, ["leaf 1", "the issuer", "unknown"])).map((facts) => facts.pem),
    ).toHaveLength(2);
  });

  test("does nothing under a claim that was lost", async () => {
    const host = await newHost("lost.example");
    const at = later(start, 1_000);
    const { claimId } = await claimDue(db, { kind: "host", limit: 1_000, leaseMs: 1_000, now: at });
    await claimDue(db, { kind: "host", limit: 1_000, leaseMs: 1_000, now: later(at, 1_000) });
    const outcome = {
      hostId: host.hostId,
      claimId,
      check: buildHostCheck({ hostname: host.hostname, at, leaves: { "192.0.2.1": "leaf lost" } }),
      health: soundHealth,
      next: { at: later(at, 60_000), lane: "ordinary" as const },
      now: at,
    };
    expect(await inTransaction(store, (tx) => saveHostCheck(tx, outcome))).toBe(false);
    expect((await readHostsForCheck(db, [host.hostId], at))[0]?.verdict).toBeNull();
  });

  test("that reaches nobody keeps the certificate last seen and its deadline", async () => {
    const host = await newHost("away.example");
    await check(host, start, { leaves: { "192.0.2.1": "leaf away" } });
    await check(host, later(start, hour), { leaves: {}, faults: [buildFault("connect.refused")] });
    const [stored] = await readHostsForCheck(db, [host.hostId], start);
    expect(stored).toMatchObject({
      verdict: "unreachable",
      leafFingerprint: "leaf away",
      expiresAt: new Date("2027-01-01"),
    });
  });

  test("stands for the certificate of the address in the worst state", async () => {
    const host = await newHost("edges.example");
    const expired = buildFault("certificate.expired");
    const good = buildHostCheck({ hostname: host.hostname, at: start, leaves: { "192.0.2.1": "new" } });
    const bad = buildHostCheck({
      hostname: host.hostname,
      at: start,
      leaves: { "192.0.2.2": "old" },
      faults: [expired],
    });
    const { claimId } = await claimDue(db, {
      kind: "host",
      limit: 1_000,
      leaseMs: 1_000,
      now: later(start, 9 * hour),
    });
    const outcome = {
      hostId: host.hostId,
      claimId,
      check: { ...bad, addresses: [...good.addresses, ...bad.addresses] },
      health: soundHealth,
      next: { at: start, lane: "ordinary" as const },
      now: start,
    };
    expect(await inTransaction(store, (tx) => saveHostCheck(tx, outcome))).toBe(true);
    expect((await readHostsForCheck(db, [host.hostId], start))[0]?.leafFingerprint).toBe("old");
  });

  test("names the hosts that share a certificate, at any address, until they serve another", async () => {
    const [a, b] = [await newHost("a.example"), await newHost("b.example")];
    await check(a, start, { leaves: { "192.0.2.1": "shared" } });
    await check(b, start, { leaves: { "192.0.2.2": "own", "192.0.2.3": "shared" } });
    const names = async (at: Date) =>
      (await readHostsByFingerprint(db, "shared", at)).map((host) => host.hostname);
    expect(await names(start)).toEqual(["a.example", "b.example"]);
    await check(b, later(start, hour), { leaves: { "192.0.2.2": "own", "192.0.2.3": "own" } });
    expect(await names(later(start, hour))).toEqual(["a.example"]);
  });
});

describe("checks of several hosts", () => {
  const names = ["first.example", "second.example", "third.example"];

  async function newHosts(hostnames: readonly string[]) {
    const hosts = [];
    for (const hostname of hostnames) hosts.push(await newHost(hostname));
    return hosts;
  }

  /** Claims these hosts and gives what a look at each came to, each serving a leaf of its own. */
  async function lookAt(hosts: readonly { readonly hostId: number; readonly hostname: string }[], at: Date) {
    const ids = hosts.map(({ hostId }) => hostId);
    await scheduleNow(db, { kind: "host", ids, lane: "hot", now: at });
    const { claimId } = await claimDue(db, { kind: "host", limit: 1_000, leaseMs: hour, now: at });
    return hosts.map(({ hostId, hostname }) => ({
      ...{ hostId, claimId, health: soundHealth },
      check: buildHostCheck({ hostname, at, leaves: { "192.0.2.1": `leaf of ${hostname}` } }),
      next: { at: later(at, 60_000), lane: "ordinary" as const },
    }));
  }

  test("are recorded together, but for those whose claim was lost", async () => {
    const hosts = await newHosts(names);
    const [first, second, third] = await lookAt(hosts, start);
    if (first === undefined || second === undefined || third === undefined) throw new Error("no hosts");
    const outcomes = [third, { ...second, claimId: crypto.randomUUID() }, first];
    const owned = await inTransaction(store, (tx) => saveHostChecks(tx, { outcomes, now: start }));
    expect(owned.toSorted((one, other) => one - other)).toEqual(
      [first.hostId, third.hostId].sort((one, other) => one - other),
    );
    const ids = hosts.map(({ hostId }) => hostId);
    const stored = await readHostsForCheck(db, ids, start);
    const leaves = new Map(stored.map(({ hostname, leafFingerprint }) => [hostname, leafFingerprint]));
    expect(names.map((name) => leaves.get(name))).toEqual([
      "leaf of first.example",
      null,
      "leaf of third.example",
    ]);
    const history = await db
      .selectFrom("host_checks")
      .select("host_id")
      .where("host_id", "in", ids)
      .orderBy("host_id")
      .execute();
    expect(history.map((row) => row.host_id)).toEqual(owned.toSorted((one, other) => one - other));
  });

  test("take as many statements as one", async () => {
    let statements = 0;
    const counted = openStore({ url: store.url, log: quietLog, poolMax: 1, onQuery: () => statements++ });
    try {
      const hosts = await newHosts(names.map((name) => `of-many.${name}`));
      const count = async (some: typeof hosts, at: Date) => {
        const outcomes = await lookAt(some, at);
        statements = 0;
        await inTransaction(counted, (tx) => saveHostChecks(tx, { outcomes, now: at }));
        return statements;
      };
      await count(hosts, start);
      const [one, many] = [
        await count(hosts.slice(0, 1), later(start, 1_000)),
        await count(hosts, later(start, 2_000)),
      ];
      expect(many).toBe(one);
    } finally {
      await counted.close();
    }
  });
});

describe("a host in trouble", () => {
  test("makes everything on whose way it lies unreachable, once probed, and lets go of it again", async () => {
    const host = await newHost("trouble.example", 3);
    await db
      .updateTable("media")
      .set({ verdict: "healthy" })
      .where("url", "like", "https://trouble.example/%")
      .where("url", "not like", "%/2.mp3")
      .execute();
    const verdicts = async () =>
      (await listEnclosures(db, { feedId: host.feedId, limit: 9 })).map(({ verdict }) => verdict).sort();
    expect(await verdicts()).toEqual(["healthy", "healthy", null]);
    await check(host, later(start, hour), { leaves: {} }, { ...soundHealth, state: "bad" });
    expect(await verdicts()).toEqual([null, "unreachable", "unreachable"]);
    expect((await readEnclosureTotals(db, [host.feedId])).get(host.feedId)).toEqual({
      healthy: 0,
      degraded: 0,
      unreachable: 2,
      inconclusive: 0,
      unchecked: 1,
    });
    await check(host, later(start, 2 * hour), { leaves: {} }, soundHealth);
    expect(await verdicts()).toEqual(["healthy", "healthy", null]);
  });
});

describe("what a publisher sees", () => {
  test("are the hosts that its own feeds depend on", async () => {
    const host = await newHost("mine.example");
    const stranger = await createPublisher(db, { name: "Stranger", now: start });
    const names = async (publisherId: string | null) =>
      (await listHosts(db, { publisherId, limit: 200 })).map(({ hostname }) => hostname);
    expect(await names(host.publisherId)).toEqual(["feeds.example", "mine.example"]);
    expect(await names(stranger.id)).toEqual([]);
    expect((await names(null)).length).toBeGreaterThan(2);
    const [first] = await listHosts(db, { publisherId: host.publisherId, limit: 1 });
    const rest = await listHosts(db, { publisherId: host.publisherId, limit: 9, after: first?.id });
    expect(rest.map(({ hostname }) => hostname)).toEqual(["mine.example"]);
  });

  test("changes with the way of its enclosures, at the next upkeep at the latest", async () => {
    const host = await newHost("before.example");
    const names = async () =>
      (await listHosts(db, { publisherId: host.publisherId, limit: 200 }))
        .map(({ hostname }) => hostname)
        .sort();
    const now = later(start, 24 * hour);
    const budget = { hostRate: 1_000, hostConcurrency: 1_000 };
    const { claimId, subjects } = await claimDueMedia(db, { limit: 100, leaseMs: 1_000, now, ...budget });
    const mediaId = subjects.find((subject) => subject.hostId === host.hostId)?.id ?? 0;
    const outcome = {
      mediaId,
      claimId,
      probe: buildProbe({ url: "https://before.example/0.mp3", at: now, hosts: ["after.example"] }),
      health: soundHealth,
      hotStep: null,
      rangeIgnored: false,
      next: { at: now, lane: "ordinary" as const },
    };
    await inTransaction(store, (tx) => saveProbes(tx, { outcomes: [outcome], now }));
    expect(await names()).toEqual(["after.example", "before.example", "feeds.example"]);
    await purge(store, now);
    expect(await names()).toEqual(["after.example", "feeds.example"]);
  });

  test("are deadlines with its own shows and episodes that hang on them", async () => {
    const host = await newHost("deadline.example", 4);
    await check(host, start, { leaves: { "192.0.2.1": "short" }, expiresAt: "2026-11-20T00:00:00.000Z" });
    const question = { from: start, until: new Date("2026-12-01"), limit: 10 };
    const expected = {
      hostname: "deadline.example",
      expiresAt: new Date("2026-11-20"),
      leafFingerprint: "short",
      shows: 1,
      episodes: 4,
    };
    expect(await readDeadlines(db, { ...question, publisherId: host.publisherId })).toMatchObject([expected]);
    expect(await readDeadlines(db, { ...question, publisherId: null })).toMatchObject([expected]);
    const stranger = await createPublisher(db, { name: "Stranger", now: start });
    expect(await readDeadlines(db, { ...question, publisherId: stranger.id })).toEqual([]);
  });
});
