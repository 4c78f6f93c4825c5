import type { FaultCode, Severity } from "./fault-catalogue.ts";

/** What a notice is about. A contract: webhook receivers switch on it. */
export const noticeTypes = [
  "incident.opened",
  "incident.updated",
  "incident.resolved",
  "certificate.expiring",
  "certificate.renewed",
  "feed.changed",
  "endpoint.disabled",
  "webhook.test",
] as const;

/** The type of a notice, such as `incident.opened`. */
export type NoticeType = (typeof noticeTypes)[number];

/** The type of the weekly digest. Mail alone carries it: no webhook can ask for it, and none ever gets it. */
export const digestType = "digest.weekly";

/** What the outbox may hold: notices of the types that webhooks know, and digests. */
export type WrittenNoticeType = NoticeType | typeof digestType;

/** Why an incident was closed. */
export type ResolutionReason = "recovered" | "withdrawn" | "unverifiable";

/** One of the publisher's own episodes that suffers, as a sample. */
export interface AffectedSample {
  readonly feedId: string;
  readonly show: string | null;
  readonly episode: string | null;
  readonly guid: string | null;
  readonly url: string | null;
}

/** One of the publisher's own webhook endpoints at a host that fails: what is sent there may not arrive. */
export interface AffectedEndpoint {
  readonly id: string;
  /** The host of its URL, with the port where that is not 443. */
  readonly host: string;
}

/** What of one publisher's own an incident touches. */
export interface AffectedScope {
  readonly shows: number;
  readonly episodes: number;
  /** At most 20. */
  readonly samples: readonly AffectedSample[];
  /** At most 5. */
  readonly endpoints: readonly AffectedEndpoint[];
}

/** One fault in words a publisher understands. */
export interface ExplainedFault {
  readonly code: FaultCode;
  readonly severity: Severity;
  readonly title: string;
  readonly explanation: string;
  readonly remedy: string;
}

/** The hop at which it broke. `role` says what kind of host it is in the chain, where known. */
export interface FailingHop {
  readonly host: string;
  readonly port: number;
  readonly role: "prefix" | "host" | "cdn" | "feed" | null;
  readonly addresses: readonly string[];
  readonly certificate: {
    readonly fingerprint256: string;
    readonly subject: string;
    readonly issuer: string;
    readonly notBefore: string;
    readonly notAfter: string;
  } | null;
}

/** The `data` of the `incident.*` notices, version 1. At most 20 kB as JSON whatever the blast radius. */
export interface IncidentNoticeData {
  readonly version: 1;
  readonly incidentId: string;
  /** The incident of the host that this one turned out to be a part of, or null: it ends with that one. */
  readonly parentId: string | null;
  /** Strictly increasing per incident: a receiver drops what is older than what it has. */
  readonly sequence: number;
  readonly occurredAt: string;
  readonly severity: Severity;
  /** Which reminder this is, from 1; left out of what is news. */
  readonly reminder?: number;
  /** Whether this is an exercise that the publisher asked for, and nothing is broken. */
  readonly drill: boolean;
  /** One sentence: what broke, where, since when. */
  readonly summary: string;
  /** When it began, as far as seen from outside: the original time, also for a feed registered later. */
  readonly since: string;
  readonly openedAt: string;
  readonly resolvedAt: string | null;
  readonly reason: ResolutionReason | null;
  readonly relapse: number;
  readonly faults: readonly ExplainedFault[];
  readonly failing: readonly FailingHop[];
  readonly affected: AffectedScope;
  /** What it has cost so far: for each minute, the publisher's episodes that could not be heard. */
  readonly episodeMinutes: number;
  /** Path of the incident on this Earshot's API. */
  readonly link: string;
}

/** The `data` of `certificate.expiring` and `certificate.renewed`, version 1. */
export interface CertificateNoticeData {
  readonly version: 1;
  readonly sequence: number;
  readonly occurredAt: string;
  readonly severity: Severity;
  readonly summary: string;
  /** 1 to 4: the threshold crossed, 4 being the last one before the end; null for a renewal. */
  readonly threshold: number | null;
  /** The instant after which players refuse to connect, ISO 8601 UTC; for a renewal, the new one. */
  readonly expiresAt: string;
  readonly faults: readonly ExplainedFault[];
  readonly failing: readonly FailingHop[];
  readonly affected: AffectedScope;
  readonly link: string;
}

/** One show in a digest. */
export interface DigestShow {
  readonly feedId: string;
  readonly show: string;
  /** The share of looks that heard an episode among those that could tell, 0 to 1; null when none could tell. */
  readonly availability: number | null;
  /** Episodes that cannot be heard now. */
  readonly unreachable: number;
}

/** One incident of the week in a digest. */
export interface DigestIncident {
  readonly incidentId: string;
  readonly title: string;
  readonly where: string;
  readonly since: string;
  readonly resolvedAt: string | null;
  readonly shows: number;
  readonly episodes: number;
  /** How many of the publisher's webhook endpoints it touches. */
  readonly endpoints: number;
}

/** One kind of warning that is open, what it is on, and what to do. */
export interface DigestWarning {
  readonly code: FaultCode;
  readonly title: string;
  readonly remedy: string;
  readonly shows: number;
  readonly episodes: number;
  readonly hosts: number;
}

/** A certificate on the way of one's episodes that ends soon. */
export interface DigestCertificate {
  readonly host: string;
  readonly port: number;
  readonly expiresAt: string;
  readonly shows: number;
  readonly episodes: number;
  /** The publisher's webhook endpoints there. */
  readonly endpoints: number;
}

/** The first few of something, and how many there are in all. */
export interface DigestPart<Item> {
  readonly total: number;
  readonly items: readonly Item[];
}

/** The `data` of a weekly digest, version 1. At most 20 kB as JSON however much is watched. */
export interface DigestNoticeData {
  readonly version: 1;
  readonly sequence: 1;
  readonly occurredAt: string;
  /** A few words for a subject. */
  readonly headline: string;
  readonly summary: string;
  readonly from: string;
  readonly until: string;
  /** Whether nothing was wrong. */
  readonly quiet: boolean;
  /** Worst first. */
  readonly shows: DigestPart<DigestShow>;
  /** Those that are open first, then the latest. */
  readonly incidents: DigestPart<DigestIncident>;
  /** The most frequent first. */
  readonly warnings: DigestPart<DigestWarning>;
  /** Those that end first at the top. */
  readonly certificates: DigestPart<DigestCertificate>;
  /** Path of the dashboard. */
  readonly link: string;
}
