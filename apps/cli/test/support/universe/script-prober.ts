import { buildFault, type Hop, type HostCheck, type Probe, type ServedTls } from "@earshot/domain";
import type { Prober } from "@earshot/probe";

/** The certificate that lapses, and is renewed. */
export interface Lapse {
  readonly hostname: string;
  readonly lapsesAt: Date;
  readonly renewedAt: Date;
}

/** A prober whose network is a script: every host is sound, but for the one whose certificate lapses. */
export interface ScriptedProber {
  readonly prober: Prober;
  /** Fresh handshakes so far. */
  handshakes(): number;
}

const dayMs = 86_400_000;
const timings = { dnsMs: 1, connectMs: 10, tlsMs: 20, firstByteMs: 30, totalMs: 80 };

/** One request for audio. */
export interface AudioRequest {
  readonly url: string;
  readonly hostname: string;
  readonly at: Date;
}

/** Builds it; the clock is the one by which certificates end, and each request for audio is told. */
export function scriptProber(
  clock: () => Date,
  lapse: Lapse,
  onRequest: (request: AudioRequest) => void = () => {},
): ScriptedProber {
  let handshakes = 0;

  function tlsOf(hostname: string, now: Date): { readonly tls: ServedTls; readonly isExpired: boolean } {
    const isOld = hostname === lapse.hostname && now < lapse.renewedAt;
    const end = isOld ? lapse.lapsesAt : new Date(lapse.renewedAt.getTime() + 60 * dayMs);
    const fingerprint256 = Buffer.from(`${hostname} ${end.getTime()}`)
      .toString("hex")
      .padEnd(64, "0")
      .slice(0, 64);
    const notAfter = end.toISOString();
    const certificate = {
      ...{ fingerprint256, subject: `CN=${hostname}`, issuer: "CN=Some CA", subjectAltNames: [hostname] },
      ...{
        notBefore: new Date(end.getTime() - 90 * dayMs).toISOString(),
        notAfter,
        serialNumber: "01",
        pem: "",
      },
    };
    const tls = {
      version: "TLSv1.3",
      certificates: [certificate],
      leafFingerprint: fingerprint256,
      expiresAt: notAfter,
    };
    return { tls, isExpired: now >= end };
  }
  function probe(url: string): Probe {
    const now = clock();
    const { hostname } = new URL(url);
    onRequest({ url, hostname, at: now });
    const { tls, isExpired } = tlsOf(hostname, now);
    const hop: Hop = {
      ...{
        url,
        host: hostname,
        port: 443,
        address: "192.0.2.1",
        family: 4,
        location: null,
        httpVersion: "1.1",
      },
      ...{ status: isExpired ? null : 206, timings, tls, reused: true, headers: {} },
    };
    return {
      ...{ url, at: now.toISOString(), vantage: "local", hops: [hop], expiresAt: tls.expiresAt },
      verdict: isExpired ? "unreachable" : "healthy",
      faults: isExpired ? [buildFault("certificate.expired", { hop: 0 })] : [],
      ...{ range: null, media: null, firstBytes: null },
    };
  }
  function check(hostname: string): HostCheck {
    const now = clock();
    handshakes += 1;
    const { tls, isExpired } = tlsOf(hostname, now);
    const faults = isExpired ? [buildFault("certificate.expired")] : [];
    const verdict = isExpired ? "unreachable" : "healthy";
    const address = { address: "192.0.2.1", family: 4, verdict, faults, timings, tls } as const;
    return {
      ...{ hostname, port: 443, at: now.toISOString(), vantage: "local", verdict, faults },
      ...{ addresses: [address], addressesTotal: 1, expiresAt: tls.expiresAt },
    };
  }
  const prober: Prober = {
    probeEnclosure: async ({ url }) => probe(url),
    probeAdmitted: async ({ url }) => ({ deferred: null, probe: probe(url) }),
    checkHost: async ({ hostname }) => check(hostname),
    checkAdmitted: async ({ hostname }) => check(hostname),
    openDocument: () => Promise.reject(new Error("the universe's feeds are not fetched")),
    openAdmitted: () => Promise.reject(new Error("the universe's feeds are not fetched")),
  };
  return { prober, handshakes: () => handshakes };
}
