import type { PodcastHost, Show } from "@earshot/podcast-host";
import { expect, test } from "vitest";
import { type ApiClient, openApiClient } from "../src/api-client.ts";
import { type Receiver, startReceiver } from "../src/demo/start-receiver.ts";
import { waitUntil } from "../src/demo/wait-until.ts";
import { openStage, type Stage } from "./support/open-stage.ts";
import { openTestScope } from "./support/open-test-scope.ts";
import { queryDatabase } from "./support/query-database.ts";
import { startServe } from "./support/start-monitor.ts";

/** Feeds of each host, the largest first: a few have most of them, as in the wild. */
const feedsOfHosts = [12, 8, 4, 3, 2, 1];
const lapsing = "host-3.example";
const episodesEach = 4;
const feedsPerPublisher = 3;
/** Of the largest host all 48 enclosures are due at once when they are found, four times what it wants in a second. */
const hostRate = 12;
const patienceMs = 120_000;
const dayMs = 86_400_000;
/** X.509 dates have whole seconds, and the deadline must be known before it comes. */
const lapseAfterMs = 4_000;

interface EnrolledPublisher {
  readonly receiver: Receiver;
  readonly shows: readonly Show[];
  readonly isThere: boolean;
}

test("a lapse at the third-largest of many hosts is one incident, told once to whom it concerns; every request is in the history and none is rude", {
  timeout: 240_000,
}, async (context) => {
  const stage = await openStage(openTestScope(context), {
    queue: "postgres",
    env: {
      ...{ EARSHOT_HOST_RATE: String(hostRate), EARSHOT_FEED_PERIOD: "6s" },
      ...{ EARSHOT_ENCLOSURE_PERIOD: "6s", EARSHOT_CATALOGUE_PERIOD: "6s" },
    },
  });
  const monitor = await stage.scope.open("monitor", startServe(stage.env));
  const ops = openApiClient(monitor.apiUrl, stage.bootstrapKey);
  const publishers = await enrol(stage, ops, monitor.apiUrl);
  const there = publishers.filter(({ isThere }) => isThere);
  expect([there.length, publishers.length]).toEqual([2, 10]);
  const enclosures = publishers.flatMap(({ shows }) => shows).length * episodesEach;
  await untilVerdicts(stage, { healthy: enclosures });

  const lapsesAt = new Date(Math.ceil((Date.now() + lapseAfterMs) / 1_000) * 1_000);
  const notBefore = new Date(Date.now() - 90 * dayMs);
  await stage.host.renewCertificate(lapsing, { notBefore, notAfter: lapsesAt });
  await untilTold(there, "incident.opened");
  await stage.host.renewCertificate(lapsing, { notAfter: new Date(Date.now() + 90 * dayMs) });
  await untilTold(there, "incident.resolved");
  // Everything was looked at again since, also what had been parked for the sake of the host.
  const renewedAt = new Date();
  await untilVerdicts(stage, { healthy: enclosures }, renewedAt);
  await untilCovered(ops);

  const { items } = await ops.get("/v1/incidents");
  expect(items).toEqual([expect.objectContaining({ state: "resolved", reason: "recovered" })]);
  const [incident] = items as readonly { readonly openedAt: string }[];
  expect(Date.parse(incident?.openedAt ?? "")).toBeGreaterThanOrEqual(lapsesAt.getTime());
  for (const { receiver, isThere } of publishers) {
    const told = receiver.received.filter(({ type }) => type.startsWith("incident."));
    expect([...new Map(told.map(({ id, type }) => [id, type])).values()]).toEqual(
      isThere ? ["incident.opened", "incident.resolved"] : [],
    );
  }
  await monitor.close();
  await expectReconciled(stage, publishers);
  for (const place of feedsOfHosts.keys()) expectPolite(stage.host, `host-${place + 1}.example`);
});

/** Publishers with three shows each, one after the other over the hosts, so that some have shows at two of them. */
async function enrol(stage: Stage, ops: ApiClient, apiUrl: string): Promise<readonly EnrolledPublisher[]> {
  const hostnames = feedsOfHosts.flatMap((feeds, place) =>
    Array.from({ length: feeds }, () => `host-${place + 1}.example`),
  );
  const publishers: EnrolledPublisher[] = [];
  for (let start = 0; start < hostnames.length; start += feedsPerPublisher) {
    const media = hostnames.slice(start, start + feedsPerPublisher);
    const { id: publisherId } = await ops.post("/v1/publishers", { name: `Publisher ${start}` });
    const { key } = await ops.post("/v1/api-keys", { publisherId, roles: ["publisher"] });
    const client = openApiClient(apiUrl, String(key));
    const receiver = await stage.scope.open(
      `receiver ${start}`,
      startReceiver(() => {}),
    );
    const endpoint = await client.post("/v1/webhook-endpoints", { url: receiver.url });
    receiver.expectSecret(String(endpoint["secret"]));
    const shows = media.map((mediaHostname, index) =>
      stage.host.addShow({
        ...{ hostname: "feeds.example", title: `Show ${start + index}`, mediaHostname },
        episodes: episodesEach,
      }),
    );
    for (const { feedUrl } of shows) await client.post("/v1/feeds", { url: feedUrl });
    publishers.push({ receiver, shows, isThere: media.includes(lapsing) });
  }
  return publishers;
}

/** Waits until so many enclosures have these verdicts, and no others are watched; by looks since an instant. */
function untilVerdicts(
  { databaseUrl }: Stage,
  wanted: Readonly<Record<string, number>>,
  since = new Date(0),
): Promise<void> {
  return waitUntil(
    async () => {
      const rows = await queryDatabase<{ verdict: string | null; media: number }>(
        databaseUrl ?? "",
        "SELECT CASE WHEN probed_at >= $1 THEN verdict::text END AS verdict, count(*)::int AS media FROM media GROUP BY 1",
        [since],
      );
      const found = Object.fromEntries(rows.map(({ verdict, media }) => [verdict ?? "unchecked", media]));
      return JSON.stringify(found) === JSON.stringify(wanted);
    },
    { patienceMs, what: `verdicts ${JSON.stringify(wanted)} since ${since.toISOString()}` },
  );
}

function untilTold(publishers: readonly EnrolledPublisher[], type: string): Promise<void> {
  const isTold = ({ receiver }: EnrolledPublisher) =>
    receiver.received.some((webhook) => webhook.type === type);
  return waitUntil(() => publishers.every(isTold), { patienceMs, what: `${type} at every publisher` });
}

/** Waits until every feed, enclosure and host was looked at within its period. */
function untilCovered(ops: ApiClient): Promise<void> {
  return waitUntil(
    async () => {
      const { items } = await ops.get("/v1/ops/coverage");
      const kinds = items as readonly { readonly subjects: number; readonly covered: number }[];
      return kinds.length > 0 && kinds.every(({ subjects, covered }) => covered === subjects);
    },
    { patienceMs, what: "everything to be covered" },
  );
}

/** Every enclosure was asked for, and as often as the history says that it answered. */
async function expectReconciled(
  { host, databaseUrl }: Stage,
  publishers: readonly EnrolledPublisher[],
): Promise<void> {
  const rows = await queryDatabase<{ url: string; answered: number }>(
    databaseUrl ?? "",
    `SELECT m.url, count(*) FILTER (WHERE p.status IS NOT NULL)::int AS answered
     FROM media m JOIN probes p ON p.media_id = m.id GROUP BY m.url`,
  );
  const recorded = new Map(rows.map(({ url, answered }) => [url, answered]));
  const asked = publishers
    .flatMap(({ shows }) => shows)
    .flatMap(({ episodes }) => episodes.map(({ enclosureUrl }) => enclosureUrl))
    .map((url): [string, number] => {
      const { hostname, pathname } = new URL(url);
      return [url, host.requests.count({ hostname, path: pathname })];
    });
  expect(Math.min(...asked.map(([, requests]) => requests))).toBeGreaterThan(0);
  expect(Object.fromEntries(asked)).toEqual(Object.fromEntries(recorded));
}

/** A request goes out in its turn, and may reach its host up to a second later where the machine is busy. */
function expectPolite(host: PodcastHost, hostname: string): void {
  const times = host.requests.recent({ hostname }).map(({ at }) => at.getTime());
  const most = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length));
  expect(most).toBeLessThanOrEqual(hostRate * 2 + 1);
}
