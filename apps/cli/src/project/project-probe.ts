import type { CertificateFacts, Fault, Hop, Probe } from "@earshot/domain";
import { toldSeverity } from "./told-severity.ts";

/** The JSON document of `earshot probe --json` for one input: a contract, field by field. */
export function projectProbe(probe: Probe): Record<string, unknown> {
  const { url, at, vantage, verdict, faults, hops, range, media, expiresAt } = probe;
  return {
    url,
    at,
    vantage,
    verdict,
    faults: faults.map(projectFault),
    hops: hops.map(projectHop),
    range: range && {
      requested: range.requested,
      status: range.status,
      contentRange: range.contentRange,
      totalBytes: range.totalBytes,
      receivedBytes: range.receivedBytes,
    },
    media: media && {
      declaredType: media.declaredType,
      servedType: media.servedType,
      sniffedType: media.sniffedType,
    },
    expiresAt,
  };
}

function projectFault(fault: Fault): unknown {
  const { code, hop, message } = fault;
  return { code, severity: toldSeverity(fault), hop, message };
}

function projectHop(hop: Hop): unknown {
  const { url, host, port, address, status, location, httpVersion, timings, tls } = hop;
  return {
    url,
    host,
    port,
    address,
    status,
    location,
    httpVersion,
    timings: {
      dnsMs: timings.dnsMs,
      connectMs: timings.connectMs,
      tlsMs: timings.tlsMs,
      firstByteMs: timings.firstByteMs,
      totalMs: timings.totalMs,
    },
    tls: tls && { version: tls.version, certificates: tls.certificates.map(projectCertificate) },
  };
}

function projectCertificate(certificate: CertificateFacts): unknown {
  const { fingerprint256, subject, issuer, subjectAltNames, notBefore, notAfter } = certificate;
  return { fingerprint256, subject, issuer, subjectAltNames, notBefore, notAfter };
}
