import { openScope } from "@earshot/runtime";
import { readCoverage, scheduleNow } from "@earshot/storage";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../src/demo/wait-until.ts";
import { homeOf, openTwoVantages, type TwoVantages, vantages } from "./support/open-two-vantages.ts";

const timeout = 120_000;
const patienceMs = 60_000;
const scope = openScope({ closeTimeoutMs: 60_000 });
let world: TwoVantages;

// Two vantages for all: each test does something else to what they see, with a show and hosts of its own.
beforeAll(async () => {
  world = await openTwoVantages(scope);
  await world.startUs();
}, timeout);
afterAll(() => scope.close(), timeout);

/** A show with one episode on each of so many hosts, whose names end in its own. */
function watchShow(name: string, hosts: number): Promise<string> {
  const episodes = Array.from({ length: hosts }, (_, n) => ({
    guid: `${name}-${n}`,
    publishedAt: new Date(Date.now() - (10 + n) * 86_400_000),
    enclosureUrl: `https://h${n}.${name}.example/${n}.mp3`,
  }));
  for (const host of Object.values(world.hosts)) {
    for (let n = 0; n < hosts; n += 1) host.setRoute(`h${n}.${name}.example`, "/*", { kind: "media" });
  }
  return world.watchShow({ hostname: `feeds.${name}.example`, title: name, episodes });
}

interface Seen {
  readonly kind: "feed" | "media" | "host";
  readonly id: string;
  readonly from: string | null;
  readonly at: Date | null;
  readonly verdict: string | null;
}

/** What is watched of a show, with where its last look was made from. */
function subjectsOf(name: string): Promise<readonly Seen[]> {
  return world.query<Seen>(
    `SELECT 'feed' AS kind, id, crawled_from AS from, crawled_at AS at, verdict FROM feeds WHERE url LIKE $1
     UNION ALL SELECT 'media', id, probed_from, probed_at, verdict FROM media WHERE url LIKE $1
     UNION ALL SELECT 'host', id, checked_from, checked_at, verdict FROM hosts WHERE hostname LIKE $1`,
    [`%.${name}.example%`],
  );
}

/** Waits until all of a show, so many subjects, was seen and is as said. */
function untilAll(name: string, count: number, is: (one: Seen) => boolean, what: string): Promise<void> {
  const look = async () => {
    const subjects = await subjectsOf(name);
    return subjects.length === count && subjects.every(is);
  };
  return waitUntil(look, { patienceMs, what });
}

const isAtHome = ({ kind, id, from }: Seen) => from === homeOf(kind, id);
const isHealthy = ({ verdict }: Seen) => verdict === "healthy";

interface Regional {
  readonly regional: readonly { readonly vantage: string; readonly bad: boolean }[] | null;
}

function seenBadFrom({ regional }: Regional): readonly string[] | null {
  return regional?.filter(({ bad }) => bad).map(({ vantage }) => vantage) ?? null;
}

async function itemsOf<T>(path: string): Promise<readonly T[]> {
  return (await world.client.get(path))["items"] as readonly T[];
}

async function incidentsAt(name: string) {
  const all = await itemsOf<{ id: string; state: string; key: string }>("/v1/incidents?limit=200");
  return all.filter((one) => JSON.stringify(one).includes(`.${name}.example`));
}

test("every subject is looked at from its home, and coverage is told by vantage", { timeout }, async () => {
  await watchShow("homes", 12);
  // A feed, twelve enclosures, their hosts and that of the feed.
  await untilAll("homes", 26, (one) => isHealthy(one) && isAtHome(one), "looks from every home");
  const subjects = await subjectsOf("homes");
  expect(new Set(subjects.map(({ from }) => from))).toEqual(new Set(vantages));
  const hour = 3_600_000;
  const terms = { feedMs: hour, enclosureMs: hour, catalogueMs: hour, hostMs: hour, hostRate: 50 };
  const coverage = await readCoverage(world.monitor.store.db, { ...terms, now: new Date() });
  for (const { kind, subjects: all, vantages: by } of coverage.filter(({ kind }) => kind !== "feed")) {
    expect([kind, by.map(({ vantage }) => vantage)]).toEqual([kind, ["eu", "us"]]);
    expect(by.reduce((sum, one) => sum + one.subjects, 0)).toBeLessThanOrEqual(all);
  }
});

test("what fails from one vantage alone is told as regional, and is no incident", { timeout }, async () => {
  const feedId = await watchShow("regional", 8);
  await untilAll("regional", 18, isHealthy, "the show to be healthy");
  world.hosts.us.setFault("h*.regional.example", { kind: "tls-refused" });
  world.hosts.us.setFault("feeds.regional.example/*", { kind: "status", status: 404 });
  // What is open already is past its handshake.
  world.hosts.us.dropConnections();
  const subjects = await subjectsOf("regional");
  const isOfUs = ({ kind, id }: Seen) => homeOf(kind, id) === "us";
  const hostsOfUs = subjects.filter((one) => one.kind === "host" && isOfUs(one));
  expect(hostsOfUs.length).toBeGreaterThan(0);
  const regionalHosts = async () =>
    (await itemsOf<Regional & { hostname: string }>("/v1/hosts?limit=200")).filter(
      (host) => host.hostname.includes(".regional.") && host.regional !== null,
    );
  await waitUntil(
    async () => (await regionalHosts()).filter(({ hostname }) => hostname.startsWith("h")).length > 0,
    {
      patienceMs,
      what: "a host that fails from us alone",
    },
  );
  const mediaOfUs = subjects.filter((one) => one.kind === "media" && isOfUs(one)).length;
  const regionalEnclosures = async () =>
    (await itemsOf<Regional>(`/v1/feeds/${feedId}/enclosures`)).filter(({ regional }) => regional !== null);
  await waitUntil(async () => (await regionalEnclosures()).length === mediaOfUs, {
    patienceMs,
    what: `${mediaOfUs} enclosures that fail from us alone`,
  });
  for (const one of [...(await regionalHosts()), ...(await regionalEnclosures())])
    expect(seenBadFrom(one)).toEqual(["us"]);
  const [feed] = subjects.filter(({ kind }) => kind === "feed");
  if (feed !== undefined && isOfUs(feed)) {
    const isRegional = async () =>
      String(seenBadFrom((await world.client.get(`/v1/feeds/${feedId}`)) as unknown as Regional)) === "us";
    await waitUntil(isRegional, { patienceMs, what: "the feed to fail from us alone" });
  }
  expect(await incidentsAt("regional")).toEqual([]);
  world.hosts.us.clearFaults();
  const isOver = async () =>
    (await regionalHosts()).length === 0 && (await regionalEnclosures()).length === 0;
  await waitUntil(isOver, { patienceMs, what: "the regional failure to be over" });
  expect(await incidentsAt("regional")).toEqual([]);
});

test("what fails from both is one incident, which both had seen, and lasts until both see it good", {
  timeout,
}, async () => {
  await watchShow("everywhere", 2);
  await untilAll("everywhere", 6, isHealthy, "the show to be healthy");
  for (const host of Object.values(world.hosts))
    host.setFault("h0.everywhere.example", { kind: "tls-refused" });
  await waitUntil(async () => (await incidentsAt("everywhere")).length > 0, {
    patienceMs,
    what: "an incident",
  });
  const looks = (since: string) =>
    world.query<{ vantage: string; verdict: string; at: Date }>(
      `SELECT c.vantage, c.verdict, c.at FROM host_checks c JOIN hosts h ON h.id = c.host_id
       WHERE h.hostname = 'h0.everywhere.example' AND c.at > $1 ORDER BY c.at`,
      [since],
    );
  const failing = (await looks("2000-01-01")).filter(({ verdict }) => verdict === "unreachable");
  expect(new Set(failing.slice(0, 3).map(({ vantage }) => vantage))).toEqual(new Set(vantages));
  // Good from one of them, and looked at again and again from both.
  world.hosts.eu.clearFaults();
  const mixedAt = new Date().toISOString();
  const { store } = world.monitor;
  const [host] = (await subjectsOf("everywhere")).filter(
    ({ kind, verdict }) => kind === "host" && verdict === "unreachable",
  );
  const askAgain = async () => {
    await scheduleNow(store.db, { kind: "host", ids: [Number(host?.id)], lane: "hot", now: new Date() });
    const seen = await looks(mixedAt);
    return seen.filter(({ verdict }) => verdict === "healthy").length >= 3;
  };
  await waitUntil(askAgain, { patienceMs, what: "three good looks" });
  const mixed = await looks(mixedAt);
  expect(new Set(mixed.map(({ vantage, verdict }) => `${vantage} ${verdict}`))).toEqual(
    new Set(["eu healthy", "us unreachable"]),
  );
  expect(await incidentsAt("everywhere")).toMatchObject([{ state: "open" }]);
  world.hosts.us.clearFaults();
  const isOver = async () => {
    await askAgain();
    return (await incidentsAt("everywhere")).every(({ state }) => state === "resolved");
  };
  await waitUntil(isOver, { patienceMs, what: "the end of the incident" });
  expect(await incidentsAt("everywhere")).toHaveLength(1);
});

test("a vantage that dies hands over its subjects, and takes them back when it returns", {
  timeout,
}, async () => {
  await watchShow("homeless", 6);
  await untilAll("homeless", 14, (one) => isHealthy(one) && isAtHome(one), "looks from every home");
  await world.killUs();
  const died = Date.now();
  const isTakenOver = ({ from, at }: Seen) => from === "eu" && at !== null && at.getTime() > died;
  await untilAll("homeless", 14, isTakenOver, "all of it to be looked at from eu");
  expect(await incidentsAt("homeless")).toEqual([]);
  await world.startUs();
  await untilAll("homeless", 14, isAtHome, "looks from every home again");
});
