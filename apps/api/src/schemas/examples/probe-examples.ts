import type { z } from "zod";
import type { certificateSchema, hopSchema, probeEvidenceSchema } from "../probe-schema.ts";
import { endedCertificate, endedCertificatePem, endedFault, story } from "./story.ts";

type Hop = z.output<typeof hopSchema>;

const prefixCertificate: z.output<typeof certificateSchema> = {
  fingerprint256: "14434e0cc4338fafbfa5a340e868819a9c5f55cd5a6cc866d640f8bff8bf6a3c",
  subject: "CN=op3.dev",
  issuer: "CN=WE1, O=Google Trust Services, C=US",
  subjectAltNames: ["op3.dev", "*.op3.dev"],
  notBefore: "2026-10-18T04:12:40Z",
  notAfter: "2027-01-16T05:11:02Z",
  serialNumber: "b996e7a2275cc011db1fff1b246d8d61",
};

const cdnCertificate: z.output<typeof certificateSchema> = {
  fingerprint256: "1398030716d2808a2dc16ceae6103873fa52b4958cbfb16be3f9dee771bffbe4",
  subject: "CN=*.cloudfront.net",
  issuer: "CN=Amazon RSA 2048 M01, O=Amazon, C=US",
  subjectAltNames: ["cloudfront.net", "*.cloudfront.net"],
  notBefore: "2026-06-02T00:00:00Z",
  notAfter: "2027-07-01T23:59:59Z",
  serialNumber: "0d86f4c3ae2b71905c11c0a7d3f2e8b4",
};

const prefixHop: Hop = {
  url: story.enclosureUrl,
  ...{ host: story.prefix, port: 443, role: "prefix", operator: "OP3" },
  ...{ address: "203.0.113.9", family: 4, status: 302, location: story.hostedUrl, httpVersion: "1.1" },
  timings: { dnsMs: 3.1, connectMs: 8.4, tlsMs: 14.9, firstByteMs: 21.7, totalMs: 48.6 },
  tls: tlsOf(prefixCertificate),
  reused: false,
  headers: { date: "Tue, 24 Nov 2026 18:09:31 GMT", location: story.hostedUrl, "content-length": "0" },
};

const hostHop: Hop = {
  url: story.hostedUrl,
  ...{ host: story.host, port: 443, role: null, operator: null },
  ...{ address: story.hostAddress, family: 4, status: 302, location: story.deliveredUrl, httpVersion: "1.1" },
  timings: { dnsMs: 4.8, connectMs: 19.2, tlsMs: 23.5, firstByteMs: 31.0, totalMs: 79.3 },
  tls: tlsOf(endedCertificate),
  reused: false,
  headers: { server: "nginx", location: story.deliveredUrl, "content-length": "0" },
};

const cdnHop: Hop = {
  url: story.deliveredUrl,
  ...{ host: story.cdn, port: 443, role: "cdn", operator: "Amazon CloudFront" },
  ...{ address: "198.51.100.71", family: 4, status: 206, location: null, httpVersion: "1.1" },
  timings: { dnsMs: 2.2, connectMs: 5.6, tlsMs: 12.8, firstByteMs: 17.1, totalMs: 39.4 },
  tls: tlsOf(cdnCertificate),
  reused: false,
  headers: {
    "content-type": "audio/mpeg",
    "content-range": "bytes 0-4095/48121344",
    "content-length": "4096",
    etag: '"6f1c2f0a7d1b4c55"',
  },
};

/** An enclosure that is heard: through the prefix and the host to the CDN, and what the bytes there are. */
export const soundProbe: z.output<typeof probeEvidenceSchema> = {
  ...{ url: story.enclosureUrl, at: story.soundAt, vantage: "eu-west", verdict: "healthy", faults: [] },
  hops: [prefixHop, hostHop, cdnHop],
  range: {
    requested: "bytes=0-4095",
    status: 206,
    contentRange: "bytes 0-4095/48121344",
    totalBytes: 48_121_344,
    receivedBytes: 4_096,
  },
  media: { declaredType: "audio/mpeg", servedType: "audio/mpeg", sniffedType: "audio/mpeg" },
  expiresAt: endedCertificate.notAfter,
  firstBytes: "49443304000000000023545353450000000f0000034c61766635382e37362e313030",
};

/** The same enclosure once the certificate of the host had ended: nothing is asked for on such a connection. */
export const brokenProbe: z.output<typeof probeEvidenceSchema> = {
  ...{ url: story.enclosureUrl, at: story.lastLookAt, vantage: "eu-west" },
  ...{ verdict: "unreachable", faults: [endedFault] },
  hops: [
    prefixHop,
    {
      ...hostHop,
      ...{ status: null, location: null, httpVersion: null, headers: null },
      timings: { dnsMs: 4.1, connectMs: 18.7, tlsMs: 22.9, firstByteMs: null, totalMs: 46.2 },
    },
  ],
  ...{ range: null, media: null, expiresAt: endedCertificate.notAfter, firstBytes: null },
};

/** The same as evidence has it, with the certificate as it was served. */
export const brokenLook = {
  ...brokenProbe,
  hops: brokenProbe.hops.map(({ tls, ...hop }) => ({
    ...hop,
    tls: tls && { ...tls, certificates: tls.certificates.map(withPem) },
  })),
};

function withPem(certificate: z.output<typeof certificateSchema>) {
  const isEnded = certificate.fingerprint256 === endedCertificate.fingerprint256;
  return { ...certificate, pem: isEnded ? endedCertificatePem : "" };
}

function tlsOf(leaf: z.output<typeof certificateSchema>): Hop["tls"] {
  return {
    version: "TLSv1.3",
    certificates: [leaf],
    leafFingerprint: leaf.fingerprint256,
    expiresAt: leaf.notAfter,
  };
}
