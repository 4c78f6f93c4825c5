import { setTimeout as delay } from "node:timers/promises";
import type { Episode, PodcastHost } from "@earshot/podcast-host";
import { openScope } from "@earshot/runtime";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openApiClient } from "../src/api-client.ts";
import { waitUntil } from "../src/demo/wait-until.ts";
import { openStage, type Stage } from "./support/open-stage.ts";
import { readProbesTotal } from "./support/read-probes-total.ts";
import { startFleet, type TestMonitor } from "./support/start-monitor.ts";

const timeout = 240_000;
const rate = 10;
const concurrency = 8;
/** A request may reach the host so much later than its turn came: the machine is busy, and each opens a connection. */
const lateMs = 300;
const checkers = ["checker-1", "checker-2"];

const scope = openScope({ closeTimeoutMs: 60_000 });
let stage: Stage;
let monitor: TestMonitor;

beforeAll(async () => {
  const env = {
    EARSHOT_HOST_RATE: String(rate),
    EARSHOT_HOST_CONCURRENCY: String(concurrency),
    EARSHOT_LEASE: "8s",
  };
  stage = await openStage(scope, { queue: "redis", env });
  monitor = await scope.open("monitor", startFleet(stage.env));
}, timeout);
afterAll(() => scope.close(), timeout);

test("two checkers together keep to one host's rate and concurrency, also where it is only a later hop", {
  timeout,
}, async () => {
  const { host } = stage;
  const hostname = "shared.example";
  /** Each answer takes this long, so that requests that begin closer together are in flight together. */
  const answerMs = 1_500;
  host.setFault(hostname, { kind: "delay", delayMs: answerMs });
  const behindPrefixes = Array.from({ length: 40 }, (_, number) => {
    const prefix = `prefix-${number}.example`;
    host.setRoute(prefix, "/track*", { kind: "prefix" });
    return `https://${prefix}/track/${hostname}/polite/behind-${number}.mp3`;
  });
  await watchUntilHeard(hostname, [...behindPrefixes, ...directUrls(hostname, 15)]);

  const times = timesAt(host, hostname);
  expect(times.length).toBeGreaterThanOrEqual(55);
  expect(mostWithin(times, answerMs)).toBeLessThanOrEqual(concurrency);
  expectRateKept(times);
  for (const name of checkers) expect(await readProbesTotal(monitor.process(name))).toBeGreaterThan(0);
  await waitUntil(async () => (await countsThatDiffer(host)).length === 0, {
    patienceMs: 20_000,
    what: "our counts of requests to be those of the hosts",
  });
});

test("a host's rate is kept while checkers start, are killed, and go on after they were held up", {
  timeout,
}, async () => {
  const { host } = stage;
  const hostname = "fast.example";
  const asked = (count: number) =>
    waitUntil(() => host.requests.count({ hostname }) >= count, { patienceMs: 60_000, what: "requests" });
  const heard = watchUntilHeard(hostname, directUrls(hostname, 120));
  await asked(20);
  await monitor.process("checker-1").kill();
  await asked(40);
  await monitor.start("checker-1");
  await asked(60);
  for (const name of checkers) monitor.process(name).signal("SIGSTOP");
  // Being held up for this long is the case itself, not a wait for something to happen.
  await delay(2_000);
  for (const name of checkers) monitor.process(name).signal("SIGCONT");
  await heard;
  expectRateKept(timesAt(host, hostname));
});

/** So many fresh URLs of a host: each is probed by a job of its own, at whichever checker is free. */
function directUrls(hostname: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, number) => `https://${hostname}/polite/direct-${number}.mp3`);
}

/** Registers a show with these enclosures, published just now, and waits until each was heard. */
async function watchUntilHeard(mediaHostname: string, urls: readonly string[]): Promise<void> {
  const publishedAt = new Date();
  const episodes: Partial<Episode>[] = urls.map((enclosureUrl, number) => ({
    ...{ guid: `${mediaHostname} ${number}`, publishedAt, enclosureUrl },
  }));
  const show = stage.host.addShow({
    ...{ hostname: `feeds.${mediaHostname}`, title: "Polite", mediaHostname, episodes },
  });
  const client = openApiClient(monitor.apiUrl, stage.bootstrapKey);
  const { id } = await client.post("/v1/feeds", { url: show.feedUrl });
  const isHeard = async () => {
    const { items } = await client.get(`/v1/feeds/${id}/enclosures?limit=200`);
    const verdicts = (items as readonly { readonly verdict: string | null }[]).map(({ verdict }) => verdict);
    return verdicts.length === urls.length && verdicts.every((one) => one === "healthy");
  };
  await waitUntil(isHeard, { patienceMs: 120_000, what: "every enclosure to be probed" });
}

/** The hosts that had more or fewer requests than `/v1/ops/requests` says. */
async function countsThatDiffer(host: PodcastHost): Promise<readonly string[]> {
  const client = openApiClient(monitor.apiUrl, stage.bootstrapKey);
  const { items } = await client.get("/v1/ops/requests?limit=200");
  const told = items as readonly { readonly hostname: string; readonly requests: number }[];
  const asked = new Set(host.requests.recent().map(({ hostname }) => hostname));
  const counts = new Map(told.map(({ hostname, requests }) => [hostname, requests]));
  return [...asked].filter((hostname) => counts.get(hostname) !== host.requests.count({ hostname }));
}

const timesAt = (host: PodcastHost, hostname: string) =>
  host.requests.recent({ hostname }).map(({ at }) => at.getTime());

function expectRateKept(times: readonly number[]): void {
  for (const spanMs of [1_000, 10_000]) {
    expect(mostWithin(times, spanMs)).toBeLessThanOrEqual((rate * (spanMs + lateMs)) / 1_000 + 1);
  }
}

/** The most instants that fall into any span of so many milliseconds. */
function mostWithin(times: readonly number[], spanMs: number): number {
  const counts = times.map((from) => times.filter((at) => at >= from && at < from + spanMs).length);
  return Math.max(...counts);
}
