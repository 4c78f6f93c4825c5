import {
  type CertificateFacts,
  type Fault,
  type Hop,
  type HostCheck,
  type ParsedEpisode,
  type Probe,
  verdictOf,
} from "@earshot/domain";
import { bareShow } from "@earshot/test-servers";
import type { Crawl, ParsedResult } from "../src/index.ts";

const timings = { dnsMs: 1, connectMs: 2, tlsMs: 3, firstByteMs: 4, totalMs: 10 };

/** A certificate with this fingerprint. */
export function buildCertificate(
  fingerprint256: string,
  notAfter = "2027-01-01T00:00:00.000Z",
): CertificateFacts {
  return {
    fingerprint256,
    subject: "CN=media.example",
    issuer: "CN=Some CA",
    subjectAltNames: ["media.example"],
    notBefore: "2026-01-01T00:00:00.000Z",
    notAfter,
    serialNumber: "01",
    pem: `-----BEGIN CERTIFICATE-----\n${fingerprint256}\n-----END CERTIFICATE-----\n`,
  };
}

/** A probe that went over these hosts. */
export function buildProbe(input: {
  url: string;
  at: Date;
  hosts: readonly string[];
  faults?: readonly Fault[];
}): Probe {
  const faults = input.faults ?? [];
  const hops = input.hosts.map(
    (host, index): Hop => ({
      url: `https://${host}/${index}`,
      host,
      port: 443,
      address: "192.0.2.1",
      family: 4,
      status: index === input.hosts.length - 1 ? 206 : 302,
      location: null,
      httpVersion: "1.1",
      timings,
      tls: {
        version: "TLSv1.3",
        certificates: [buildCertificate(`leaf of ${host}`)],
        leafFingerprint: `leaf of ${host}`,
        expiresAt: "2027-01-01T00:00:00.000Z",
      },
      reused: false,
      headers: { "content-type": "audio/mpeg" },
    }),
  );
  return {
    url: input.url,
    at: input.at.toISOString(),
    vantage: "local",
    verdict: verdictOf(faults),
    faults,
    hops,
    range: null,
    media: null,
    expiresAt: "2027-01-01T00:00:00.000Z",
    firstBytes: null,
  };
}

/** A check of a host each of whose addresses serves the certificate named. */
export function buildHostCheck(input: {
  hostname: string;
  at: Date;
  leaves: Readonly<Record<string, string>>;
  faults?: readonly Fault[];
  expiresAt?: string;
}): HostCheck {
  const faults = input.faults ?? [];
  const verdict = verdictOf(faults);
  const expiresAt = input.expiresAt ?? "2027-01-01T00:00:00.000Z";
  return {
    hostname: input.hostname,
    port: 443,
    at: input.at.toISOString(),
    vantage: "local",
    verdict,
    faults,
    addresses: Object.entries(input.leaves).map(([address, leaf]) => ({
      address,
      family: 4,
      verdict,
      faults,
      timings,
      tls: {
        version: "TLSv1.3",
        certificates: [buildCertificate(leaf, expiresAt), buildCertificate("the issuer")],
        leafFingerprint: leaf,
        expiresAt,
      },
    })),
    addressesTotal: Object.keys(input.leaves).length,
    expiresAt,
  };
}

/** An episode with one enclosure. */
export function buildEpisode(
  guid: string | null,
  url: string,
  publishedAt: Date | null = null,
): ParsedEpisode {
  return {
    guid,
    title: `Episode ${guid}`,
    publishedAt: publishedAt?.toISOString() ?? null,
    enclosures: [{ url, type: "audio/mpeg", length: 1_000, kind: "primary" }],
  };
}

/** A crawl that read these episodes. */
export function buildCrawl(
  at: { feedId: number; claimId: string; now: Date },
  episodes: readonly ParsedEpisode[],
  parsed: Partial<ParsedResult> = {},
): Crawl {
  return {
    ...at,
    next: { at: new Date(at.now.getTime() + 900_000), lane: "ordinary" },
    status: 200,
    verdict: "healthy",
    faults: [],
    health: soundCopy,
    probe: null,
    redirectedTo: null,
    vanishAfterMs: 900_000,
    periodMs: 900_000,
    result: {
      kind: "parsed",
      etag: '"1"',
      lastModified: null,
      bodyHash: "hash",
      show: bareShow("A show"),
      windowSize: null,
      pages: [],
      nextExpectedAt: null,
      episodes,
      complete: true,
      ...parsed,
    },
  };
}

const soundCopy = {
  state: "ok",
  since: null,
  streak: 0,
  goodSince: null,
  conclusiveAt: null,
  resolvedAt: null,
  relapses: 0,
  codes: [],
  heldSince: null,
} as const;
