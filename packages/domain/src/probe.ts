import type { Fault } from "./fault.ts";
import type { Verdict } from "./verdict.ts";

/** Durations of one hop's phases in milliseconds; a phase that did not take place is null. */
export interface PhaseTimings {
  readonly dnsMs: number | null;
  readonly connectMs: number | null;
  readonly tlsMs: number | null;
  readonly firstByteMs: number | null;
  readonly totalMs: number | null;
}

/** One certificate as served. Times are ISO 8601 UTC; the fingerprint is SHA-256 in lower-case hexadecimal without colons. */
export interface CertificateFacts {
  readonly fingerprint256: string;
  readonly subject: string;
  readonly issuer: string;
  readonly subjectAltNames: readonly string[];
  readonly notBefore: string;
  readonly notAfter: string;
  readonly serialNumber: string;
  /** The certificate in PEM: evidence that a host's engineer can check. */
  readonly pem: string;
}

/** What a host served in one handshake, leaf first and in the order served, with what our judge made of it. */
export interface ServedTls {
  /** `TLSv1.3`, or null when the handshake ended before one was agreed. */
  readonly version: string | null;
  readonly certificates: readonly CertificateFacts[];
  /** SHA-256 fingerprint of the leaf, or null when no certificate was served. */
  readonly leafFingerprint: string | null;
  /** Earliest `notAfter` on the judged path, ISO 8601 UTC, or null when there is no path to judge. */
  readonly expiresAt: string | null;
}

/** One request on the way to the bytes. */
export interface Hop {
  /** The URL requested, values of signed query parameters redacted. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly address: string | null;
  readonly family: 4 | 6 | null;
  readonly status: number | null;
  /** The Location header as served (signed values redacted), or null. */
  readonly location: string | null;
  /** `1.1` or `1.0`, or null without an answer. */
  readonly httpVersion: string | null;
  readonly timings: PhaseTimings;
  readonly tls: ServedTls | null;
  /** Whether the request went over a connection that was already open. */
  readonly reused: boolean;
  /** Response headers (names in lower case, signed values redacted, at most 64 of them), or null without an answer. */
  readonly headers: Readonly<Record<string, string>> | null;
}

/** The byte range asked for and what came. `totalBytes` is the resource's length where the server told it. */
export interface RangeEvidence {
  readonly requested: string;
  readonly status: number | null;
  readonly contentRange: string | null;
  readonly totalBytes: number | null;
  readonly receivedBytes: number;
}

/** Media types: in the feed, in the Content-Type header, and as the first bytes show. */
export interface MediaEvidence {
  readonly declaredType: string | null;
  readonly servedType: string | null;
  readonly sniffedType: string | null;
}

/** One attempt at an enclosure or feed URL. JSON-clean, so it is stored and sent as it is. */
export interface Probe {
  /** The input as given. */
  readonly url: string;
  /** When the probe began, ISO 8601 UTC. */
  readonly at: string;
  readonly vantage: string;
  readonly verdict: Verdict;
  readonly faults: readonly Fault[];
  readonly hops: readonly Hop[];
  readonly range: RangeEvidence | null;
  readonly media: MediaEvidence | null;
  /** The earliest `notAfter` over all hops' judged paths, ISO 8601 UTC, or null. */
  readonly expiresAt: string | null;
  /** The first bytes of the answer (at most 64), in hexadecimal; null when none came. */
  readonly firstBytes: string | null;
}
