import type { PodcastHost } from "@earshot/podcast-host";
import type { Scope } from "@earshot/runtime";
import { type ApiClient, openApiClient } from "../../src/api-client.ts";
import { startReceiver } from "../../src/demo/start-receiver.ts";
import { waitUntil } from "../../src/demo/wait-until.ts";

/** Things to look at, by their ids. */
export interface Scene {
  readonly feedId: string;
  /** One whose host is in trouble. */
  readonly enclosureId: string;
  readonly deadFeedId: string;
  readonly incidentId: string;
  readonly endpointId: string;
  /** The host with the dead certificate. */
  readonly hostname: string;
}

/** Where a scene is played. */
export interface SceneStage {
  readonly scope: Scope;
  readonly host: PodcastHost;
  readonly apiUrl: string;
  readonly key: string;
  /** How many episodes the longest show has; the others in proportion. */
  readonly episodes: number;
}

const dayMs = 86_400_000;
const patienceMs = 120_000;
const deadHost = "cdn.fieldnotes.example";
const shows = [
  { title: "Low Tide", mediaHostname: "traffic.harbouraudio.example", share: 1 },
  { title: "The Pilot Boat", mediaHostname: "traffic.harbouraudio.example", share: 0.3 },
  { title: "Attic Tapes", mediaHostname: "media.secondstorey.example", share: 0.5 },
  { title: "Hedgerow", mediaHostname: deadHost, share: 0.2 },
  { title: "House Rules", mediaHostname: "media.secondstorey.example", share: 0.1 },
] as const;

type Item = Readonly<Record<string, unknown>> & { readonly id: string };

/** Fills a monitor with shows in every condition: most are well, one has broken episodes, one lies behind a dead certificate. */
export async function playScene(stage: SceneStage): Promise<Scene> {
  const { host, key, apiUrl } = stage;
  const client = openApiClient(apiUrl, key);
  const receiver = await stage.scope.open(
    "receiver",
    startReceiver(() => {}),
  );
  const endpoint = await client.post("/v1/webhook-endpoints", { url: receiver.url });
  receiver.expectSecret(String(endpoint["secret"]));
  await renewAll(host);
  const feedIds = await registerShows(stage, client);
  await waitUntil(() => areProbed(client), { patienceMs, what: "every enclosure to be probed" });
  await letDie(host);
  const deadFeedId = feedIds[3] ?? "";
  await client.post(`/v1/feeds/${deadFeedId}/check`, {});
  const incidentId = await waitFor(client, "/v1/incidents?state=open", {
    what: "an incident of the dead certificate",
    is: (incident) => incident["kind"] === "certificate",
  });
  await client.post(`/v1/webhook-endpoints/${endpoint["id"]}/test`, {});
  await client.post("/v1/publishers", { name: "Second Storey", email: "alerts@secondstorey.example" });
  const enclosureId = await waitFor(client, `/v1/feeds/${deadFeedId}/enclosures?limit=1`, {
    what: "an enclosure",
    is: () => true,
  });
  await waitUntil(async () => (await client.get(`/v1/enclosures/${enclosureId}`))["lastFailure"] !== null, {
    patienceMs,
    what: "the evidence of a failure",
  });
  return {
    feedId: feedIds[0] ?? "",
    deadFeedId,
    enclosureId,
    incidentId,
    endpointId: String(endpoint["id"]),
    hostname: deadHost,
  };
}

async function renewAll(host: PodcastHost): Promise<void> {
  const days = { "traffic.harbouraudio.example": 24, "media.secondstorey.example": 51, [deadHost]: 80 };
  for (const [hostname, left] of Object.entries(days)) {
    const notAfter = new Date(Date.now() + left * dayMs);
    await host.renewCertificate(hostname, { notBefore: new Date(notAfter.getTime() - 90 * dayMs), notAfter });
  }
}

async function letDie(host: PodcastHost): Promise<void> {
  const notAfter = new Date(Date.now() - 60_000);
  await host.renewCertificate(deadHost, { notBefore: new Date(notAfter.getTime() - 90 * dayMs), notAfter });
  host.dropConnections();
}

async function registerShows({ host, episodes }: SceneStage, client: ApiClient): Promise<readonly string[]> {
  breakEpisodes(host, episodes);
  const ids: string[] = [];
  for (const { share, ...show } of shows) {
    const own = Math.max(3, Math.round(episodes * share));
    const { feedUrl } = host.addShow({
      hostname: "feeds.example",
      prefixes: ["op3.dev/e"],
      episodes: own,
      ...show,
    });
    const feed = await client.post("/v1/feeds", { url: feedUrl, labels: ["flagship"].slice(ids.length) });
    ids.push(String(feed["id"]));
  }
  return ids;
}

/** Some episodes of the longest show fail, each in another way; numbered from the newest. */
function breakEpisodes(host: PodcastHost, episodes: number): void {
  const at = (fromNewest: number) =>
    `traffic.harbouraudio.example/low-tide/episode-${episodes - fromNewest}.mp3`;
  for (const place of [9, 12, 100]) host.setFault(at(place), { kind: "status", status: 404 });
  host.setFault(at(4), { kind: "body", as: "html" });
  for (const place of [20, 21, 148, 149, 150]) host.setFault(at(place), { kind: "ignore-range" });
  for (const place of [16, 176]) host.setFault(at(place), { kind: "status", status: 429 });
}

async function areProbed(client: ApiClient): Promise<boolean> {
  const items = itemsOf(await client.get("/v1/feeds?limit=50"));
  return items.every((feed) => {
    const { total, unprobed } = feed["enclosures"] as { readonly total: number; readonly unprobed: number };
    return total > 0 && unprobed === 0;
  });
}

/** The id of the first item of a list that is as wanted. */
async function waitFor(
  client: ApiClient,
  path: string,
  { what, is }: { readonly what: string; readonly is: (item: Item) => boolean },
): Promise<string> {
  let id: string | undefined;
  await waitUntil(
    async () => {
      id = itemsOf(await client.get(path)).find(is)?.id;
      return id !== undefined;
    },
    { patienceMs, what },
  );
  return id ?? "";
}

/** Lists of the API hold items with an id each. */
function itemsOf(page: Readonly<Record<string, unknown>>): readonly Item[] {
  return page["items"] as readonly Item[];
}
