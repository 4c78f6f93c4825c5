import { type SubjectHealth, soundHealth } from "@earshot/domain";
import { type OutcomeReport, recordOutcome } from "@earshot/incident";
import {
  claimDue,
  createEndpoint,
  createPublisher,
  hostKey,
  inTransaction,
  registerFeed,
  type SecretBox,
  type Store,
  saveCrawl,
  upsertHosts,
} from "@earshot/storage";
import { bareShow } from "@earshot/test-servers";

/** Publishers with one show each, all of whose episodes are at one host. */
export interface OutageWorld {
  readonly publishers: readonly WorldPublisher[];
  /** Looks at the host at an instant: what that means for its incident, and the notices, commit together. */
  look(kind: "bad" | "clear", at: Date): Promise<void>;
}

/** One publisher of the world and where it hears of things. */
export interface WorldPublisher {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
}

/** How large the world is, and where publishers hear of things. */
export interface WorldPlan {
  readonly publishers: number;
  readonly episodesEach: number;
  readonly urlOf: (index: number) => string;
  readonly now: Date;
}

const mediaHost = { hostname: "traffic.mediahost.example", port: 443, tls: true };
const dayMs = 86_400_000;

/** Makes the publishers with a webhook each, their shows as a crawl would, and the host that they share. */
export async function makeOutageWorld(
  { store, box }: { readonly store: Store; readonly box: SecretBox },
  plan: WorldPlan,
): Promise<OutageWorld> {
  const { now } = plan;
  const publishers: WorldPublisher[] = [];
  for (let index = 0; index < plan.publishers; index++) {
    const { id } = await createPublisher(store.db, { name: `Publisher ${index}`, now });
    const url = plan.urlOf(index);
    const { secret } = await createEndpoint(store.db, box, {
      publisherId: id,
      url: new URL(url),
      types: null,
      style: "standard",
      now,
    });
    await addShow(store, { publisherId: id, index, plan });
    publishers.push({ id, url, secret });
  }
  const hostId = (await upsertHosts(store.db, [mediaHost], now)).get(hostKey(mediaHost));
  if (hostId === undefined) throw new Error("the host was not stored");
  let health: SubjectHealth = soundHealth;
  return {
    publishers,
    async look(kind, at) {
      const report = { ...lookAt(hostId, kind, at), health };
      const recorded = await inTransaction(store, (tx) => recordOutcome(tx, report, { confirmDelaysMs: [] }));
      health = recorded.health;
    },
  };
}

async function addShow(
  store: Store,
  show: { readonly publisherId: string; readonly index: number; readonly plan: WorldPlan },
): Promise<void> {
  const { publisherId, index, plan } = show;
  const { now } = plan;
  const url = `https://feeds.example/${index}.xml`;
  await inTransaction(store, (tx) => registerFeed(tx, { publisherId, url, now }));
  const { claimId, subjects } = await claimDue(store.db, { kind: "feed", limit: 1, leaseMs: 1, now });
  const [feed] = subjects;
  if (feed === undefined) throw new Error("the feed was not due");
  await inTransaction(store, (tx) => saveCrawl(tx, crawlOf({ feedId: feed.id, claimId, url }, index, plan)));
}

function crawlOf(
  feed: { readonly feedId: number; readonly claimId: string; readonly url: string },
  index: number,
  { now, episodesEach }: WorldPlan,
) {
  return {
    ...feed,
    now,
    next: { at: new Date(now.getTime() + dayMs), lane: "ordinary" },
    status: 200,
    verdict: "healthy",
    faults: [],
    health: soundHealth,
    probe: null,
    redirectedTo: null,
    vanishAfterMs: dayMs,
    periodMs: dayMs,
    result: {
      kind: "parsed",
      etag: null,
      lastModified: null,
      bodyHash: null,
      complete: true,
      show: bareShow(`A show with a title of the usual length, number ${index}`),
      windowSize: null,
      pages: [],
      nextExpectedAt: null,
      episodes: Array.from({ length: episodesEach }, (_, number) => ({
        guid: `7d2f3c1e-5a74-4f4e-9b8e-${index}-${number}`,
        title: `Episode ${number}: in which somebody talks about something for an hour`,
        publishedAt: new Date(now.getTime() - (number + 1) * dayMs).toISOString(),
        enclosures: [
          {
            url: `https://${mediaHost.hostname}/audio/${index}/${number}/default.mp3?updated=1653955200`,
            type: "audio/mpeg",
            length: 48_000_000,
            kind: "primary" as const,
          },
        ],
      })),
    },
  } as const;
}

function lookAt(hostId: number, kind: "bad" | "clear", at: Date): Omit<OutcomeReport, "health"> {
  const isBad = kind === "bad";
  const { hostname, port } = mediaHost;
  const fingerprint256 =
    "9f:86:d0:81:88:4c:7d:65:9a:2f:ea:a0:c5:5a:d0:15:a3:bf:4f:1b:2b:0b:82:2c:d1:5d:6c:15";
  const certificate = {
    fingerprint256,
    subject: `CN=*.${hostname}`,
    issuer: "C=US, O=A certificate authority, CN=A certificate authority TLS 2020 CA1",
    notBefore: new Date(at.getTime() - 365 * dayMs).toISOString(),
    notAfter: at.toISOString(),
  };
  return {
    subject: { kind: "host", id: hostId },
    outcome: { at, kind, codes: isBad ? ["certificate.expired"] : [], predicted: false },
    keys: isBad ? [{ kind: "certificate", fingerprint: fingerprint256 }] : [],
    place: {
      where: hostname,
      failing: [{ host: hostname, port, role: "host", addresses: ["192.0.2.1", "192.0.2.2"], certificate }],
    },
    evidence: { hostname, at: at.toISOString() },
  };
}
