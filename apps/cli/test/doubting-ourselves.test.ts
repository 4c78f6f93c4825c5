import { type PodcastHost, type StubDns, startPodcastHost, startStubDns } from "@earshot/podcast-host";
import { createLogger, openScope, readEnv } from "@earshot/runtime";
import { scheduleNow } from "@earshot/storage";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiClient, openApiClient } from "../src/api-client.ts";
import { type Monitor, openMonitor } from "../src/compose/open-monitor.ts";
import { waitUntil } from "../src/demo/wait-until.ts";
import { openStage } from "./support/open-stage.ts";
import { queryDatabase } from "./support/query-database.ts";

const timeout = 120_000;
const patienceMs = 60_000;
const hourMs = 3_600_000;
const scope = openScope({ closeTimeoutMs: 60_000 });
const canaries = ["one.canary-a.example", "two.canary-b.example", "three.canary-c.example"];

let host: PodcastHost;
let dns: StubDns;
let monitor: Monitor;
let client: ApiClient;
let databaseUrl: string;
/** How far the monitor's clock is from the true one. */
let clockOffsetMs = 0;
/** Whether the name server answers anything at all. */
let isDnsDead = false;
/** What it answers instead of the host's address, by name. */
const answers = new Map<string, string>();
/** What the log told of this vantage. */
const told: { readonly suspicions: readonly string[] }[] = [];

// One monitor for all: each test does something else to it, with a show and hosts of its own.
beforeAll(async () => {
  host = await scope.open("host", startPodcastHost({ standIn: true, portsInUrls: true }));
  dns = await scope.open(
    "name server",
    startStubDns((type, name) => {
      if (isDnsDead) return "silence";
      return { addresses: type === "A" ? [answers.get(name) ?? "127.0.0.1"] : [], ttl: 0 };
    }),
  );
  const stage = await openStage(scope, {
    queue: "postgres",
    host,
    env: {
      ...{ EARSHOT_LEASE: "4s", EARSHOT_ENCLOSURE_PERIOD: "1s", PORT: "0", EARSHOT_CONNECT_TO: "" },
      EARSHOT_NAME_SERVERS: dns.server,
      EARSHOT_CANARIES: canaries.map((name) => `${name}:${host.httpsPort}`).join(","),
    },
  });
  databaseUrl = stage.databaseUrl ?? "";
  const log = createLogger({ level: "warn", name: "doubts", destination: { write: noteSuspicion } });
  const clock = () => new Date(Date.now() + clockOffsetMs);
  monitor = await openMonitor(scope, { env: readEnv(stage.env), log, clock });
  client = openApiClient(monitor.api.url, stage.bootstrapKey);
}, timeout);
afterAll(() => scope.close(), timeout);

function noteSuspicion(line: string): void {
  const { event, suspicions } = JSON.parse(line) as { event?: string; suspicions?: readonly string[] };
  if (event === "vantage.suspect") told.push({ suspicions: suspicions ?? [] });
}

function query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
  return queryDatabase<Row>(databaseUrl, text, values);
}

/** A show with an episode on each of these hosts. */
async function watchShow(title: string, hostnames: readonly string[]): Promise<string> {
  const episodes = hostnames.map((hostname, n) => ({
    guid: `${title}-${n}`,
    publishedAt: new Date(Date.now() - (10 + n) * 24 * hourMs),
    enclosureUrl: host.url(hostname, `/${n}.mp3`),
  }));
  const show = host.addShow({ hostname: "feeds.shows.example", title, episodes });
  return String((await client.post("/v1/feeds", { url: show.feedUrl }))["id"]);
}

interface Looked {
  readonly verdict: string | null;
  readonly faults: readonly { readonly code: string; readonly doubt: boolean }[];
  readonly at: Date | null;
}

async function hostNamed(hostname: string): Promise<Looked | undefined> {
  const [found] = await query<Looked>(
    "SELECT verdict, faults, checked_at AS at FROM hosts WHERE hostname = $1",
    [hostname],
  );
  return found;
}

/** Has a host looked at again and again until its last look is as said. */
function untilHost(hostname: string, is: (look: Looked) => boolean, what: string): Promise<void> {
  const look = async () => {
    const [found] = await query<{ id: string }>("SELECT id FROM hosts WHERE hostname = $1", [hostname]);
    if (found !== undefined) {
      const ids = [Number(found.id)];
      await scheduleNow(monitor.store.db, {
        kind: "host",
        ids,
        lane: "hot",
        now: new Date(Date.now() + clockOffsetMs),
      });
    }
    const seen = await hostNamed(hostname);
    return seen !== undefined && is(seen);
  };
  return waitUntil(look, { patienceMs, what });
}

const doubts = (code: string) => (look: Looked) =>
  look.verdict === "inconclusive" && look.faults.some((fault) => fault.code === code && fault.doubt);
const believes = (code: string) => (look: Looked) =>
  look.verdict === "unreachable" && look.faults.some((fault) => fault.code === code && !fault.doubt);

async function suspectGauge(what: string): Promise<string | undefined> {
  const text = await (await fetch(new URL("/metrics", monitor.api.url))).text();
  return new RegExp(`earshot_vantage_suspect\\{what="${what}"\\} (\\d)`).exec(text)?.[1];
}

/** Waits until log, metric and API say that this vantage suspects itself of this, or no longer does. */
async function untilSuspected(what: string, stands: boolean): Promise<void> {
  const isTold = async () => {
    const { items } = (await client.get("/v1/ops/vantages")) as {
      items: readonly { suspicions: readonly string[] }[];
    };
    const inApi = items.some(({ suspicions }) => suspicions.includes(what));
    const inLog = told.at(-1)?.suspicions.includes(what) ?? false;
    return inApi === stands && inLog === stands && (await suspectGauge(what)) === (stands ? "1" : "0");
  };
  await waitUntil(isTold, { patienceMs, what: `${what} to be ${stands ? "suspected" : "cleared"}` });
}

async function incidentsAt(hostname: string): Promise<readonly { readonly state: string }[]> {
  const all = (await client.get("/v1/incidents?limit=200"))["items"] as readonly { state: string }[];
  return all.filter((one) => JSON.stringify(one).includes(hostname));
}

const untilIncident = (hostname: string) =>
  untilHost(hostname, () => true, "").then(() =>
    waitUntil(async () => (await incidentsAt(hostname)).length > 0, {
      patienceMs,
      what: `an incident at ${hostname}`,
    }),
  );

test("while most canaries fail, failures are in doubt and ops are told; then they are believed", {
  timeout,
}, async () => {
  const hostname = "media.familiar.example";
  await watchShow("Familiar", [hostname]);
  await untilHost(hostname, ({ verdict }) => verdict === "healthy", "the host to be healthy");
  for (const name of [...canaries.slice(0, 2), hostname]) host.setFault(name, { kind: "tls-refused" });
  host.dropConnections();
  await untilHost(hostname, doubts("tls.handshake-failed"), "the failure to be in doubt");
  await untilSuspected("ipv4", true);
  expect(await incidentsAt(hostname)).toEqual([]);
  for (const name of canaries) host.setFault(name, null);
  await untilSuspected("ipv4", false);
  await untilHost(hostname, believes("tls.handshake-failed"), "the failure to be believed");
  await untilIncident(hostname);
});

test("while our name server is silent, no name is blamed, and ops are told", { timeout }, async () => {
  const hostname = "media.named.example";
  await watchShow("Named", [hostname]);
  await untilHost(hostname, ({ verdict }) => verdict === "healthy", "the host to be healthy");
  isDnsDead = true;
  await untilHost(hostname, doubts("dns.timeout"), "the silence to be in doubt");
  await untilSuspected("names", true);
  isDnsDead = false;
  await untilHost(hostname, ({ verdict }) => verdict === "healthy", "the host to be healthy again");
  await untilSuspected("names", false);
  expect(await incidentsAt(hostname)).toEqual([]);
});

test("a private answer for a public name is in doubt", { timeout }, async () => {
  const hostname = "media.split.example";
  const feedId = await watchShow("Split", [hostname]);
  await untilHost(hostname, ({ verdict }) => verdict === "healthy", "the host to be healthy");
  answers.set(hostname, "10.20.30.40");
  host.dropConnections();
  await untilHost(hostname, doubts("address.blocked"), "the answer to be in doubt");
  const verdicts = async () =>
    ((await client.get(`/v1/feeds/${feedId}/enclosures`))["items"] as readonly { verdict: string }[]).map(
      ({ verdict }) => verdict,
    );
  await waitUntil(async () => String(await verdicts()) === "inconclusive", {
    patienceMs,
    what: "the enclosure to be inconclusive",
  });
  expect(await incidentsAt(hostname)).toEqual([]);
  answers.delete(hostname);
  await untilHost(hostname, ({ verdict }) => verdict === "healthy", "the host to be healthy again");
});

test("while our clock is wrong, a certificate that is good by the right time is not believed to have expired", {
  timeout,
}, async () => {
  const sites = ["a", "b", "c", "d", "e"].map((name) => `media.clock-${name}.example`);
  const hostname = "media.soon.example";
  await host.renewCertificate(hostname, { notAfter: new Date(Date.now() + hourMs) });
  const feedId = await watchShow("Clocks", [...sites, hostname]);
  await waitUntil(
    async () =>
      ((await client.get(`/v1/feeds/${feedId}/enclosures`))["items"] as readonly Looked[]).every(
        ({ verdict }) => verdict !== null,
      ),
    { patienceMs, what: "every site to have told its time" },
  );
  clockOffsetMs = 2 * hourMs;
  await untilHost(hostname, doubts("certificate.expired"), "the expiry to be in doubt");
  await untilSuspected("clock", true);
  const lapsed = sites[0] ?? "";
  await host.renewCertificate(lapsed, { variant: "expired" });
  host.dropConnections();
  // What has lapsed by any clock is never doubted away.
  await untilHost(lapsed, believes("certificate.expired"), "the lapse to be believed");
  await untilIncident(lapsed);
  expect(await incidentsAt(hostname)).toEqual([]);
  clockOffsetMs = 0;
  await untilSuspected("clock", false);
  await untilHost(
    hostname,
    ({ verdict }) => verdict === "degraded",
    "the certificate to be merely near its end",
  );
  expect(await incidentsAt(hostname)).toEqual([]);
});
