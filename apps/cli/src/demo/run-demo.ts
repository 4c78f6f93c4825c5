import { formatDuration } from "@earshot/domain";
import { type PodcastHost, startPodcastHost } from "@earshot/podcast-host";
import type { Logger, Scope } from "@earshot/runtime";
import { openApiClient } from "../api-client.ts";
import type { Monitor } from "../compose/open-monitor.ts";
import { type DemoPublisher, enrolPublisher, type PublisherPlan } from "./enrol-publisher.ts";
import { openDemoMonitor } from "./open-demo-monitor.ts";
import type { ReceivedWebhook } from "./start-receiver.ts";
import { waitUntil } from "./wait-until.ts";

/** What the demo measured, all at the receiving webhooks. A contract, field by field. */
export interface DemoResult {
  readonly publishers: number;
  readonly shows: number;
  readonly episodes: number;
  /** From the last publisher's first warning to the expiry. */
  readonly warnedBeforeExpiryMs: number;
  /** From the expiry to the last publisher's `incident.opened`. */
  readonly detectedAfterExpiryMs: number;
  readonly openedNotices: number;
  /** From the renewal to the last publisher's `incident.resolved`. */
  readonly resolvedAfterRenewalMs: number;
  readonly resolvedNotices: number;
  readonly deliveries: number;
  readonly signaturesVerified: number;
}

const mediaHostname = "traffic.mediahost.example";
const plans: readonly PublisherPlan[] = [
  { name: "Harbour Audio", titles: ["Low Tide", "The Pilot Boat"], episodes: 5, mediaHostname },
  { name: "Second Storey", titles: ["Attic Tapes", "House Rules"], episodes: 4, mediaHostname },
  { name: "Field Notes Radio", titles: ["Hedgerow"], episodes: 6, mediaHostname },
];
/** How long before its end the certificate is seen by the first look: time enough to be warned. */
const lapseAfterMs = 12_000;
const renewAfterLapseMs = 8_000;
const dayMs = 86_400_000;
const patienceMs = 90_000;

/**
 * Replays the outage of 30 May 2022 in about a minute: several publishers, several shows, one media host that they all
 * share, whose certificate nears its end, lapses, and is renewed. `tell` hears the timeline as it happens.
 */
export async function runDemo(scope: Scope, log: Logger, tell: (line: string) => void): Promise<DemoResult> {
  const startedAt = Date.now();
  const say = (line: string) => tell(`${formatOffset(Date.now() - startedAt)}  ${line}`);
  const host = await scope.open("podcast host", startPodcastHost());
  const monitor = await openDemoMonitor(scope, host, log);
  say(`Earshot watches at ${monitor.api.url}.`);
  const publishers = await enrolAll({ scope, host, say, monitor });
  await untilAllProbed(publishers);
  say("Every episode has been probed through its whole redirect chain, and is healthy.");
  // X.509 dates have whole seconds (RFC 5280 section 4.1.2.5).
  const expiresAt = new Date(Math.ceil((Date.now() + lapseAfterMs) / 1_000) * 1_000);
  await host.renewCertificate(mediaHostname, {
    notBefore: new Date(Date.now() - 90 * dayMs),
    notAfter: expiresAt,
  });
  say(
    `Ninety days pass in an instant: the certificate of ${mediaHostname} now ends at ${expiresAt.toISOString()}.`,
  );
  await untilAllHave(publishers, "certificate.expiring");
  say(`Every publisher is warned. Nobody renews.`);
  await untilAllHave(publishers, "incident.opened");
  await waitUntil(() => Date.now() >= expiresAt.getTime() + renewAfterLapseMs, {
    patienceMs,
    what: "the renewal",
  });
  const renewedAt = new Date();
  await host.renewCertificate(mediaHostname, { notAfter: new Date(Date.now() + 90 * dayMs) });
  say(`Somebody renews the certificate of ${mediaHostname}.`);
  await untilAllHave(publishers, "incident.resolved");
  say("Every publisher knows that it is over.");
  return measure(publishers, expiresAt, renewedAt);
}

interface Stage {
  readonly scope: Scope;
  readonly host: PodcastHost;
  readonly monitor: Monitor;
  readonly say: (line: string) => void;
}

async function enrolAll({ scope, host, monitor, say }: Stage): Promise<readonly DemoPublisher[]> {
  const baseUrl = monitor.api.url;
  const ops = { client: openApiClient(baseUrl, monitor.bootstrapKey), baseUrl };
  const publishers: DemoPublisher[] = [];
  for (const plan of plans) {
    const publisher = await enrolPublisher(ops, host, plan, (webhook) =>
      say(describeWebhook(plan.name, webhook)),
    );
    scope.onClose(`receiver of ${plan.name}`, () => publisher.receiver.close());
    publishers.push(publisher);
    say(`${plan.name} registers a webhook and ${plan.titles.join(" and ")}.`);
  }
  return publishers;
}

/** Asks the API until every enclosure of every publisher has a verdict. */
async function untilAllProbed(publishers: readonly DemoPublisher[]): Promise<void> {
  const feeds = publishers.flatMap(({ client, feedIds }) => feedIds.map((id) => ({ client, id })));
  for (const { client, id } of feeds) {
    await waitUntil(async () => areHealthy(await client.get(`/v1/feeds/${id}/enclosures?limit=200`)), {
      patienceMs,
      what: "every episode to be probed",
    });
  }
}

function areHealthy(page: Record<string, unknown>): boolean {
  const items = page["items"] as readonly { readonly verdict: string | null }[];
  return items.length > 0 && items.every((item) => item.verdict === "healthy");
}

function untilAllHave(publishers: readonly DemoPublisher[], type: string): Promise<void> {
  const have = ({ receiver }: DemoPublisher) => receiver.received.some((webhook) => webhook.type === type);
  return waitUntil(() => publishers.every(have), { patienceMs, what: `${type} at every publisher` });
}

function measure(publishers: readonly DemoPublisher[], expiresAt: Date, renewedAt: Date): DemoResult {
  const all = publishers.flatMap(({ receiver }) => receiver.received);
  const ofType = (type: string) => all.filter((webhook) => webhook.type === type);
  const lastFirst = (type: string) =>
    Math.max(
      ...publishers.map(
        ({ receiver }) => receiver.received.find((one) => one.type === type)?.at.getTime() ?? 0,
      ),
    );
  const shows = publishers.flatMap((publisher) => publisher.shows);
  return {
    publishers: publishers.length,
    shows: shows.length,
    episodes: shows.reduce((sum, show) => sum + show.episodes.length, 0),
    warnedBeforeExpiryMs: expiresAt.getTime() - lastFirst("certificate.expiring"),
    detectedAfterExpiryMs: lastFirst("incident.opened") - expiresAt.getTime(),
    openedNotices: ofType("incident.opened").length,
    resolvedAfterRenewalMs: lastFirst("incident.resolved") - renewedAt.getTime(),
    resolvedNotices: ofType("incident.resolved").length,
    deliveries: all.length + publishers.reduce((sum, { receiver }) => sum + receiver.rejected, 0),
    signaturesVerified: all.length,
  };
}

function describeWebhook(publisher: string, webhook: ReceivedWebhook): string {
  return `→ ${publisher} gets ${webhook.type}: ${webhook.summary}`;
}

function formatOffset(ms: number): string {
  return ms < 1_000 ? "at the start" : `after ${formatDuration(ms)}`;
}
