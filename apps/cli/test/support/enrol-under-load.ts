import { expect } from "vitest";
import { openApiClient } from "../../src/api-client.ts";
import { type DemoPublisher, enrolPublisher } from "../../src/demo/enrol-publisher.ts";
import type { ReceivedWebhook } from "../../src/demo/start-receiver.ts";
import { waitUntil } from "../../src/demo/wait-until.ts";
import type { Stage } from "./open-stage.ts";
import { queryDatabase } from "./query-database.ts";
import type { TestMonitor } from "./start-monitor.ts";

/** A publisher with many episodes on a slow host, and some on a host whose certificate has expired. */
export interface LoadedPublisher extends DemoPublisher {
  /** The slow host, which answers each request after a while, so that there always is work in hand. */
  readonly slowHostname: string;
  readonly brokenFeedId: string;
}

/** How many probes are in hand at the slow host in mid-sweep. */
export const inHandAtLeast = 6;
const slowEpisodes = 40;
const brokenEpisodes = 4;
const patienceMs = 120_000;
/** The most jobs that planners let wait in one queue, and what one round of theirs may put on top. */
const waitingMax = 1_000;

/** What is special about a publisher. */
export interface LoadOptions {
  /** Hears of each webhook before the receiver answers it. */
  readonly onReceived?: (webhook: ReceivedWebhook) => void | Promise<void>;
  /** How long the slow host takes for each answer. */
  readonly slownessMs?: number;
}

/** Registers the publisher and both of its feeds over the API; the work on them begins at once. */
export async function enrolUnderLoad(
  stage: Stage,
  monitor: TestMonitor,
  name: string,
  { onReceived = () => {}, slownessMs = 250 }: LoadOptions = {},
): Promise<LoadedPublisher> {
  const { host, scope } = stage;
  const slug = name.toLowerCase().replaceAll(" ", "-");
  const slowHostname = `slow.${slug}.example`;
  host.setFault(slowHostname, { kind: "delay", delayMs: slownessMs });
  const ops = { client: openApiClient(monitor.apiUrl, stage.bootstrapKey), baseUrl: monitor.apiUrl };
  const plan = { name, titles: [`${name} slow`], episodes: slowEpisodes, mediaHostname: slowHostname };
  const publisher = await enrolPublisher(ops, host, plan, onReceived);
  scope.onClose(`receiver of ${name}`, () => publisher.receiver.close());
  const mediaHostname = `broken.${slug}.example`;
  await host.renewCertificate(mediaHostname, { variant: "expired" });
  const title = `${name} broken`;
  const show = host.addShow({ hostname: "feeds.example", title, mediaHostname, episodes: brokenEpisodes });
  const { id } = await publisher.client.post("/v1/feeds", { url: show.feedUrl });
  return { ...publisher, slowHostname, brokenFeedId: String(id) };
}

/** Waits until the slow host is being asked: some of its episodes are in hand and many are still to come. */
export function untilInMidSweep({ host }: Stage, { slowHostname }: LoadedPublisher): Promise<void> {
  const asked = () => host.requests.count({ hostname: slowHostname });
  return waitUntil(() => asked() >= inHandAtLeast, { patienceMs, what: `requests at ${slowHostname}` });
}

/**
 * Waits until nothing is missing and shows that nothing is double: every enclosure has its verdict, there is one
 * incident, its one notice was delivered with one id and one body, and no queue is longer than planners let it be.
 */
export async function expectNothingLost(
  stage: Stage,
  monitor: TestMonitor,
  publisher: LoadedPublisher,
): Promise<void> {
  const { client, receiver, feedIds, brokenFeedId, name } = publisher;
  for (const feedId of feedIds)
    await untilVerdicts(publisher, { feedId, verdict: "healthy", count: slowEpisodes });
  await untilVerdicts(publisher, { feedId: brokenFeedId, verdict: "unreachable", count: brokenEpisodes });
  await waitUntil(async () => (await statesOfDeliveries(publisher)).join() === "delivered", {
    patienceMs,
    what: `the delivery to ${name}`,
  });
  const incidents = (await client.get("/v1/incidents"))["items"];
  expect(incidents).toEqual([expect.objectContaining({ state: "open" })]);
  const opened = receiver.received.filter(({ type }) => type === "incident.opened");
  expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
  expect(new Set(opened.map(({ body }) => body)).size).toBe(1);
  // Each endpoint is tried out when it is added; nothing else may have come.
  expect(receiver.received.filter(({ type }) => type !== "webhook.test")).toEqual(opened);
  expect(receiver.rejected).toBe(0);
  for (const waiting of await readWaiting(stage, monitor)) expect(waiting).toBeLessThanOrEqual(waitingMax);
  if (stage.databaseUrl !== null) await untilNoClaimIsStuck(stage.databaseUrl);
}

/** A claim whose lease is over is taken by the next planner that comes by, well within these seconds. */
async function untilNoClaimIsStuck(databaseUrl: string): Promise<void> {
  const stuck = `SELECT kind, subject_id FROM schedule
    WHERE claim_id IS NOT NULL AND lease_until < now() - interval '5 seconds'`;
  const look = async () => (await queryDatabase(databaseUrl, stuck)).length === 0;
  await waitUntil(look, { patienceMs, what: "claims beyond their lease to be taken over" });
}

async function untilVerdicts(
  { client, name }: LoadedPublisher,
  wanted: { readonly feedId: string; readonly verdict: string; readonly count: number },
): Promise<void> {
  const { feedId, verdict, count } = wanted;
  const look = async () => {
    const page = await client.get(`/v1/feeds/${feedId}/enclosures?limit=200`);
    const items = page["items"] as readonly { readonly verdict: string | null }[];
    return items.length === count && items.every((item) => item.verdict === verdict);
  };
  await waitUntil(look, { patienceMs, what: `${count} enclosures of ${name} to be ${verdict}` });
}

async function statesOfDeliveries({ client }: LoadedPublisher): Promise<readonly string[]> {
  const items = (await client.get("/v1/deliveries"))["items"] as readonly {
    readonly state: string;
    readonly notice: { readonly type: string };
  }[];
  return items.filter(({ notice }) => notice.type !== "webhook.test").map(({ state }) => state);
}

async function readWaiting(stage: Stage, monitor: TestMonitor): Promise<readonly number[]> {
  const ops = openApiClient(monitor.apiUrl, stage.bootstrapKey);
  const items = (await ops.get("/v1/ops/queues"))["items"] as readonly {
    readonly counts: { readonly waiting: number };
  }[];
  return items.map(({ counts }) => counts.waiting);
}
