import {
  buildFault,
  type CertificateFacts,
  type HostCheck,
  type ParsedEpisode,
  type PhaseTimings,
  type Probe,
  type ServedTls,
  soundHealth,
} from "@earshot/domain";
import { recordOutcome } from "@earshot/incident";
import {
  claimDue,
  claimDueMedia,
  inTransaction,
  recordAttempts,
  relayNotices,
  type Store,
  saveCrawl,
  saveHostCheck,
  saveProbes,
} from "@earshot/storage";
import { bareShow } from "@earshot/test-servers";
import type { TestApi, TestCaller } from "./open-test-api.ts";

/** What one publisher has after `seedOutage`. */
export interface SeededPublisher {
  readonly caller: TestCaller;
  readonly feedId: string;
  /** The host of its feed, which nobody else depends on. */
  readonly hostId: string;
  /** Newest first; the first of them is on the broken host. */
  readonly enclosureIds: readonly string[];
  readonly endpointId: string;
  readonly deliveryId: string;
  readonly keyId: string;
  /** A mute of a host of its own that is not the broken one. */
  readonly silenceId: string;
  readonly evidenceLinkId: string;
  /** The whole link, with its token. */
  readonly evidenceUrl: string;
}

/** Two publishers whose episodes lie on one host, whose certificate lapsed: one incident, a notice each. */
export interface SeededOutage {
  readonly alice: SeededPublisher;
  readonly bob: SeededPublisher;
  readonly incidentId: string;
}

const leaseMs = 3_600_000;
const timings: PhaseTimings = { dnsMs: 1, connectMs: 2, tlsMs: 3, firstByteMs: 4, totalMs: 10 };
const brokenHost = "media.example";
const fingerprint = "ab".repeat(32);

const certificate: CertificateFacts = {
  fingerprint256: fingerprint,
  subject: "CN=media.example",
  issuer: "CN=Some CA",
  subjectAltNames: ["media.example"],
  notBefore: "2026-01-01T00:00:00.000Z",
  notAfter: "2026-11-01T00:00:00.000Z",
  serialNumber: "01",
  pem: "-----BEGIN CERTIFICATE-----",
};
const servedTls: ServedTls = {
  version: "TLSv1.3",
  certificates: [certificate],
  leafFingerprint: fingerprint,
  expiresAt: certificate.notAfter,
};

/** Registers, crawls and probes two shows, then breaks the host that both are on. */
export async function seedOutage(api: TestApi): Promise<SeededOutage> {
  const feeds = await Promise.all([seedFeed(api.alice, "alice"), seedFeed(api.bob, "bob")]);
  const endpoints = await Promise.all([
    seedEndpoint(api.store, api.alice, "alice"),
    seedEndpoint(api.store, api.bob, "bob"),
  ]);
  const now = new Date();
  await crawlAll(api.store, now);
  await probeAll(api.store, now);
  await breakHost(api.store, now);
  await inTransaction(api.store, (tx) => relayNotices(tx, { limit: 100, now }));
  const [incident] = (await api.ops.ask("GET", "/v1/incidents")).json().items;
  // Both publishers' deliveries at once, so that neither takes the other's.
  const { claimId } = await claimDue(api.store.db, { kind: "delivery", limit: 100, leaseMs: 60_000, now });
  const [alice, bob] = await Promise.all(
    [api.alice, api.bob].map(async (caller, index): Promise<SeededPublisher> => {
      const feedId = feeds[index] ?? "";
      const hosts = (await caller.ask("GET", "/v1/hosts?search=alice.example")).json().items;
      const others = (await caller.ask("GET", "/v1/hosts?search=bob.example")).json().items;
      const enclosures = (await caller.ask("GET", `/v1/feeds/${feedId}/enclosures`)).json().items;
      const [delivery] = (await caller.ask("GET", "/v1/deliveries")).json().items;
      const [key] = (await caller.ask("GET", "/v1/api-keys")).json().items;
      await attemptDelivery(api.store, claimId, delivery, now);
      const host = `${index === 0 ? "alice" : "bob"}.example`;
      const silence = (await caller.ask("POST", "/v1/silences", { kind: "mute", host })).json();
      const link = (
        await caller.ask("POST", `/v1/incidents/${incident.id}/evidence-links`, { days: 7 })
      ).json();
      const enclosureIds = enclosures.map(({ id }: { id: string }) => id);
      return {
        caller,
        feedId,
        hostId: [...hosts, ...others][0].id,
        enclosureIds,
        endpointId: endpoints[index] ?? "",
        deliveryId: delivery.id,
        keyId: key.id,
        silenceId: silence.id,
        evidenceLinkId: link.id,
        evidenceUrl: link.url,
      };
    }),
  );
  if (alice === undefined || bob === undefined) throw new Error("both publishers were seeded");
  return { alice, bob, incidentId: incident.id };
}

async function seedFeed(caller: TestCaller, name: string): Promise<string> {
  return (await caller.ask("POST", "/v1/feeds", { url: `https://${name}.example/feed.xml` })).json().id;
}

async function seedEndpoint(store: Store, caller: TestCaller, name: string): Promise<string> {
  const url = `https://hooks.example/${name}-hook`;
  const { id } = (await caller.ask("POST", "/v1/webhook-endpoints", { url })).json();
  // The ping that every new endpoint gets is not what this is about.
  await store.db.deleteFrom("notices").where("endpoint_id", "=", id).execute();
  return id;
}

async function crawlAll(store: Store, now: Date): Promise<void> {
  const { claimId, subjects } = await claimDue(store.db, { kind: "feed", limit: 100, leaseMs, now });
  for (const { id: feedId } of subjects) {
    const { url } = await store.db
      .selectFrom("feeds")
      .select("url")
      .where("id", "=", feedId)
      .executeTakeFirstOrThrow();
    const name = new URL(url).hostname.split(".")[0] ?? "";
    const crawl = buildShowCrawl({ feedId, claimId, name, now });
    await inTransaction(store, (tx) => saveCrawl(tx, crawl));
  }
}

/** A crawl that found a show of three episodes. */
export function buildShowCrawl({ feedId, claimId, name, now }: ShowCrawl) {
  return {
    ...({
      feedId,
      claimId,
      now,
      status: 200,
      verdict: "healthy",
      faults: [],
      health: soundHealth,
    } as const),
    next: { at: new Date(now.getTime() + 900_000), lane: "ordinary" } as const,
    probe: null,
    redirectedTo: null,
    vanishAfterMs: 900_000,
    periodMs: 900_000,
    result: {
      ...({ kind: "parsed", etag: null, lastModified: null, bodyHash: null, complete: true } as const),
      show: bareShow(`The show of ${name}`),
      windowSize: null,
      pages: [],
      nextExpectedAt: null,
      episodes: [1, 2, 3].map((index) => buildEpisode(name, index)),
    },
  };
}

interface ShowCrawl {
  readonly feedId: number;
  readonly claimId: string;
  readonly name: string;
  readonly now: Date;
}

/** The newest episode is on the host that will break, the others on one that stays. */
function buildEpisode(name: string, index: number): ParsedEpisode {
  const host = index === 3 ? brokenHost : "fine.example";
  return {
    guid: `${name}-${index}`,
    title: `Episode ${index} of ${name}`,
    publishedAt: `2026-10-0${index}T06:00:00.000Z`,
    enclosures: [
      {
        url: `https://${host}/${name}/${index}.mp3?secret=${name}`,
        type: "audio/mpeg",
        length: 1_000,
        kind: "primary",
      },
    ],
  };
}

async function probeAll(store: Store, now: Date): Promise<void> {
  const { claimId, subjects } = await claimDueMedia(store.db, {
    limit: 100,
    leaseMs,
    now,
    hostRate: 1_000,
    hostConcurrency: 1_000,
  });
  const rows = await store.db.selectFrom("media").select(["id", "url"]).execute();
  const outcomes = subjects.map(({ id }) => ({
    mediaId: id,
    claimId,
    probe: buildProbe(rows.find((row) => row.id === id)?.url ?? "", now),
    health: soundHealth,
    hotStep: null,
    rangeIgnored: false,
    next: { at: new Date(now.getTime() + 1_800_000), lane: "ordinary" } as const,
  }));
  await inTransaction(store, (tx) => saveProbes(tx, { outcomes, now }));
}

/** Inconclusive on the broken host: of a first look, only one that is not good is certainly kept as evidence. */
function buildProbe(url: string, now: Date): Probe {
  const host = new URL(url).hostname;
  const isFine = host !== brokenHost;
  return {
    ...{ url, at: now.toISOString(), vantage: "local", verdict: isFine ? "healthy" : "inconclusive" },
    faults: isFine ? [] : [buildFault("http.rate-limited", { hop: 0 })],
    hops: [
      {
        ...{
          url,
          host,
          port: 443,
          address: "192.0.2.1",
          family: 4,
          status: 206,
          location: null,
          httpVersion: "1.1",
        },
        ...{ timings, tls: servedTls, reused: false, headers: { "content-type": "audio/mpeg" } },
      },
    ],
    range: {
      requested: "bytes=0-4095",
      status: 206,
      contentRange: "bytes 0-4095/9000",
      totalBytes: 9_000,
      receivedBytes: 4_096,
    },
    media: { declaredType: "audio/mpeg", servedType: "audio/mpeg", sniffedType: "audio/mpeg" },
    expiresAt: certificate.notAfter,
    firstBytes: "494433",
  };
}

async function breakHost(store: Store, now: Date): Promise<void> {
  const { claimId } = await claimDue(store.db, { kind: "host", limit: 100, leaseMs, now });
  const { id: hostId } = await store.db
    .selectFrom("hosts")
    .select("id")
    .where("hostname", "=", brokenHost)
    .executeTakeFirstOrThrow();
  const check = buildCheck(now);
  await inTransaction(store, async (tx) => {
    const recorded = await recordOutcome(
      tx,
      {
        subject: { kind: "host", id: hostId },
        health: soundHealth,
        outcome: { kind: "bad", at: now, codes: ["certificate.expired"], predicted: false },
        keys: [{ kind: "certificate", fingerprint }],
        place: {
          where: brokenHost,
          failing: [
            { host: brokenHost, port: 443, role: "host", addresses: ["192.0.2.1"], certificate: null },
          ],
        },
        // A URL that must reach no publisher: the look could have been at anybody's enclosure.
        evidence: { ...check, url: "https://media.example/somebody/1.mp3?secret=somebody" },
      },
      { confirmDelaysMs: [] },
    );
    const next = { at: new Date(now.getTime() + 60_000), lane: "hot" } as const;
    await saveHostCheck(tx, { hostId, claimId, check, health: recorded.health, next, now });
  });
}

function buildCheck(now: Date): HostCheck {
  const faults = [buildFault("certificate.expired")];
  return {
    ...{
      hostname: brokenHost,
      port: 443,
      at: now.toISOString(),
      vantage: "local",
      verdict: "unreachable",
      faults,
    },
    addresses: [{ address: "192.0.2.1", family: 4, verdict: "unreachable", faults, timings, tls: servedTls }],
    addressesTotal: 1,
    // Ten days ahead, so that the forecast has something to tell as well.
    expiresAt: new Date(now.getTime() + 10 * 86_400_000).toISOString(),
  };
}

async function attemptDelivery(
  store: Store,
  claimId: string,
  delivery: { id: string; endpointId: string },
  now: Date,
): Promise<void> {
  const attempt = {
    ...{ claimId, deliveryId: Number(delivery.id), endpointId: delivery.endpointId, attempt: 1, at: now },
    ...{ status: 500, error: "answered 500", durationMs: 12, responseBody: "no" },
    state: "pending",
    nextAttemptAt: new Date(now.getTime() + 5_000),
    lane: "troubled",
    blamesEndpoint: true,
  } as const;
  await inTransaction(store, (tx) => recordAttempts(tx, [attempt], now));
}
