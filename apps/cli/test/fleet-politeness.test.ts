import type { Episode, PodcastHost } from "@earshot/podcast-host";
import { expect, test } from "vitest";
import { openApiClient } from "../src/api-client.ts";
import { waitUntil } from "../src/demo/wait-until.ts";
import { openStage } from "./support/open-stage.ts";
import { openTestScope } from "./support/open-test-scope.ts";
import { readProbesTotal } from "./support/read-probes-total.ts";
import { startFleet } from "./support/start-monitor.ts";

const rate = 10;
const concurrency = 3;
/** Each answer of the host takes this long, so that requests that begin closer together are in flight together. */
const answerMs = 300;
const sharedHostname = "shared.example";
const behindPrefixes = 40;
const direct = 15;

test("two checkers together keep to one host's rate and concurrency, also where it is only a later hop", {
  timeout: 240_000,
}, async (context) => {
  const env = { EARSHOT_HOST_RATE: String(rate), EARSHOT_HOST_CONCURRENCY: String(concurrency) };
  const stage = await openStage(openTestScope(context), { queue: "redis", env });
  const { host } = stage;
  host.setFault(sharedHostname, { kind: "delay", delayMs: answerMs });
  const monitor = await stage.scope.open("monitor", startFleet(stage.env));
  const client = openApiClient(monitor.apiUrl, stage.bootstrapKey);
  const show = addSharedShow(host);
  const { id } = await client.post("/v1/feeds", { url: show.feedUrl });
  await waitUntil(
    async () => {
      const { items } = await client.get(`/v1/feeds/${id}/enclosures?limit=200`);
      const verdicts = (items as readonly { readonly verdict: string | null }[]).map(
        ({ verdict }) => verdict,
      );
      return verdicts.length === behindPrefixes + direct && verdicts.every((one) => one === "healthy");
    },
    { patienceMs: 120_000, what: "every enclosure to be probed" },
  );

  const times = host.requests.recent({ hostname: sharedHostname }).map(({ at }) => at.getTime());
  expect(times.length).toBeGreaterThanOrEqual(behindPrefixes + direct);
  expect(mostWithin(times, answerMs)).toBeLessThanOrEqual(concurrency);
  // Planners may be a second ahead of the rate, and a busy machine may be late and then catch up.
  expect(mostWithin(times, 3_000)).toBeLessThanOrEqual(rate * (3 + 1));
  for (const name of ["checker-1", "checker-2"]) {
    expect(await readProbesTotal(monitor.process(name))).toBeGreaterThan(0);
  }
});

/** A show whose media all lie on one host: some of it is named by the feed, most of it is reached by redirects only. */
function addSharedShow(host: PodcastHost) {
  // Fresh, so that each is probed by a job of its own, at whichever checker is free.
  const publishedAt = new Date();
  const episodes: Partial<Episode>[] = [];
  for (let number = 1; number <= behindPrefixes; number++) {
    const prefix = `prefix-${number}.example`;
    host.setRoute(prefix, "/track*", { kind: "prefix" });
    const enclosureUrl = `https://${prefix}/track/${sharedHostname}/polite/behind-${number}.mp3`;
    episodes.push({ guid: `behind-${number}`, publishedAt, enclosureUrl });
  }
  for (let number = 1; number <= direct; number++) {
    const enclosureUrl = `https://${sharedHostname}/polite/direct-${number}.mp3`;
    episodes.push({ guid: `direct-${number}`, publishedAt, enclosureUrl });
  }
  return host.addShow({
    hostname: "feeds.example",
    title: "Polite",
    mediaHostname: sharedHostname,
    episodes,
  });
}

/** The most instants that fall into any span of so many milliseconds. */
function mostWithin(times: readonly number[], spanMs: number): number {
  const counts = times.map((from) => times.filter((at) => at >= from && at < from + spanMs).length);
  return Math.max(...counts);
}
