import type { PodcastHost, Show } from "@earshot/podcast-host";
import { type ApiClient, openApiClient } from "../api-client.ts";
import { type ReceivedWebhook, type Receiver, startReceiver } from "./start-receiver.ts";

/** A publisher of the demo: its shows at the synthetic host and its end of the line. */
export interface DemoPublisher {
  readonly name: string;
  readonly shows: readonly Show[];
  readonly receiver: Receiver;
  /** Its own key's view of the API, and its feeds' ids there. */
  readonly client: ApiClient;
  readonly feedIds: readonly string[];
}

/** What a publisher of the demo has. */
export interface PublisherPlan {
  readonly name: string;
  readonly titles: readonly string[];
  readonly episodes: number;
  readonly mediaHostname: string;
}

/**
 * Does what a new publisher would: gets an account and a key from ops, registers a webhook endpoint and its feeds,
 * all over the API. `onReceived` hears of each webhook that its receiver verified.
 */
export async function enrolPublisher(
  ops: { readonly client: ApiClient; readonly baseUrl: string },
  host: PodcastHost,
  plan: PublisherPlan,
  onReceived: (webhook: ReceivedWebhook) => void | Promise<void>,
): Promise<DemoPublisher> {
  const receiver = await startReceiver(onReceived);
  const { id: publisherId } = await ops.client.post("/v1/publishers", { name: plan.name });
  const { key } = await ops.client.post("/v1/api-keys", { publisherId, roles: ["publisher"] });
  const client = openApiClient(ops.baseUrl, String(key));
  const endpoint = await client.post("/v1/webhook-endpoints", { url: receiver.url });
  receiver.expectSecret(String(endpoint["secret"]));
  const shows = plan.titles.map((title) => addShow(host, plan, title));
  const feedIds: string[] = [];
  for (const show of shows)
    feedIds.push(String((await client.post("/v1/feeds", { url: show.feedUrl }))["id"]));
  return { name: plan.name, shows, receiver, client, feedIds };
}

function addShow(host: PodcastHost, plan: PublisherPlan, title: string): Show {
  return host.addShow({
    hostname: "feeds.example",
    title,
    mediaHostname: plan.mediaHostname,
    prefixes: ["prefix.example/track"],
    episodes: plan.episodes,
  });
}
