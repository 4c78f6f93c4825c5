import { explainFault, summarizeTrouble } from "@earshot/domain";
import type { z } from "zod";
import type { faultSchema } from "../fault-schema.ts";
import type { affectedScope, explainedFault, failingHop } from "../notice-schema.ts";
import type { certificateSchema } from "../probe-schema.ts";

/**
 * What all examples of the OpenAPI document tell of: a show that is fetched through a counting prefix, from a host that
 * redirects to a CDN, and the night in which that host's certificate ended. Names that belong to nobody (RFC 2606), but
 * for the prefix and the CDN, which are what publishers use.
 */
export const story = {
  publisherId: "01a196fb-1600-7c3e-9b1f-52d0c1a4e001",
  feedId: "01a196fc-4a80-7d02-8e64-0b7f2a9c3d12",
  secondFeedId: "01a196fd-0c40-71a9-a3f5-6d1c84e0b723",
  keyId: "01a196fb-1602-7aa1-b0c4-93e57d2f6a04",
  endpointId: "01a196fe-3b10-7f58-9a27-c4d80e61b935",
  incidentId: "01a21000-8b5f-73f0-b82b-a1e594be1620",
  noticeId: "01a21000-8f36-7c76-acc7-c3f465a05f44",
  publisher: "Harbour Audio",
  email: "alerts@harbouraudio.example",
  show: "Low Tide",
  secondShow: "The Pilot Boat",
  feedUrl: "https://feeds.harbouraudio.example/low-tide.xml",
  secondFeedUrl: "https://feeds.harbouraudio.example/the-pilot-boat.xml",
  siteUrl: "https://harbouraudio.example/low-tide",
  webhookUrl: "https://ops.harbouraudio.example/hooks/earshot",
  enclosureUrl: "https://op3.dev/e/media.harbouraudio.example/low-tide/118.mp3",
  hostedUrl: "https://media.harbouraudio.example/low-tide/118.mp3",
  deliveredUrl:
    "https://d1a2b3c4d5e6f7.cloudfront.net/low-tide/118.mp3?Expires=redacted&Signature=redacted&Key-Pair-Id=redacted",
  prefix: "op3.dev",
  host: "media.harbouraudio.example",
  cdn: "d1a2b3c4d5e6f7.cloudfront.net",
  hostAddress: "192.0.2.44",
  episode: "118: What the pilots know",
  guid: "lowtide-0118",
  issuer: "CN=Example Trust TLS R12, O=Example Trust, C=IE",
  /** When the account was made, an episode published, its audio found well, the certificate ended, and was renewed. */
  joinedAt: "2026-11-01T12:00:00.000Z",
  publishedAt: "2026-11-24T06:00:00.000Z",
  soundAt: "2026-11-24T18:09:31.412Z",
  endedAt: "2026-11-24T23:59:59.000Z",
  seenAt: "2026-11-25T00:00:00.087Z",
  openedAt: "2026-11-25T00:00:00.351Z",
  lastLookAt: "2026-11-25T00:10:00.512Z",
  renewedAt: "2026-11-25T00:41:07.903Z",
} as const;

/** The certificate that ended. */
export const endedCertificate: z.output<typeof certificateSchema> = {
  fingerprint256: "979e1b7c13c26a9019c91dec19cbece0d0ad3e586ac82fbd320c8796e48ebd8c",
  subject: `CN=${story.host}`,
  issuer: story.issuer,
  subjectAltNames: [story.host],
  notBefore: "2026-08-27T00:00:00Z",
  notAfter: "2026-11-24T23:59:59Z",
  serialNumber: "05c36260bef1bdd32e39fc2406f9a8b0d5c1",
};

/** The same certificate as its host served it. */
export const endedCertificatePem = `-----BEGIN CERTIFICATE-----
MIIBnjCCAUSgAwIBAgISBcNiYL7xvdMuOfwkBvmosNXBMAoGCCqGSM49BAMCMEUx
HjAcBgNVBAMTFUV4YW1wbGUgVHJ1c3QgVExTIFIxMjEWMBQGA1UEChMNRXhhbXBs
ZSBUcnVzdDELMAkGA1UEBhMCSUUwHhcNMjYwODI3MDAwMDAwWhcNMjYxMTI0MjM1
OTU5WjAlMSMwIQYDVQQDExptZWRpYS5oYXJib3VyYXVkaW8uZXhhbXBsZTBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABGQ7OA5J3hB7YAMYRFAgvoxkxNgqwuSFpudC
SjJ+NOZVe4AXH8j/aSrQ8SX4AxR6hVlEI7hsn6Q2GPZc+qJD9KGjNDAyMAkGA1Ud
EwQCMAAwJQYDVR0RBB4wHIIabWVkaWEuaGFyYm91cmF1ZGlvLmV4YW1wbGUwCgYI
KoZIzj0EAwIDSAAwRQIhAKXWLCVgezL3Me/XZF/oMt5q0V+mqdYjmYp6io7mokKY
AiAhTp4mRz2T20W7Ln8ZJ42wUi2yq1++fymhNXXZwBKNPw==
-----END CERTIFICATE-----
`;

/** The fault that it is, at the second hop. */
export const endedFault: z.output<typeof faultSchema> = {
  code: "certificate.expired",
  severity: "outage",
  message: `The certificate of ${story.host} (“${story.host}”) expired on 2026-11-24 23:59:59 UTC.`,
  hop: 1,
  line: null,
  doubt: false,
};

/** The same in words for a publisher. */
export const explainedEnd: z.output<typeof explainedFault> = explainFault("certificate.expired");

/** The hop at which it broke. */
export const brokenHop: z.output<typeof failingHop> = {
  ...{ host: story.host, port: 443, role: null, addresses: [story.hostAddress] },
  certificate: {
    fingerprint256: endedCertificate.fingerprint256,
    subject: endedCertificate.subject,
    issuer: endedCertificate.issuer,
    notBefore: endedCertificate.notBefore,
    notAfter: endedCertificate.notAfter,
  },
};

/** What of the publisher's own suffers. */
export const affected: z.output<typeof affectedScope> = {
  shows: 1,
  episodes: 118,
  endpoints: [],
  samples: [
    {
      feedId: story.feedId,
      show: story.show,
      episode: story.episode,
      guid: story.guid,
      url: story.enclosureUrl,
    },
  ],
};

/** The outage in one sentence, as notices have it. */
export const summary = summarizeTrouble({
  codes: ["certificate.expired"],
  where: story.host,
  since: new Date(story.seenAt),
  affected,
});
