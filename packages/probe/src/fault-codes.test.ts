import { openTrustStore } from "@earshot/certificate";
import { type Fault, type FaultCode, faultCatalogue } from "@earshot/domain";
import {
  buildAddressPolicy,
  type EgressOptions,
  openEgress,
  parseAddressRange,
  parseConnectTo,
  parseResolveOverride,
} from "@earshot/egress";
import {
  type CertificatePlan,
  type HostFault,
  makeAuthority,
  type PodcastHost,
  startPodcastHost,
  startSilentListener,
  startStubDns,
} from "@earshot/podcast-host";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buildProber, type Prober } from "./build-prober.ts";
import { buildTlsJudge, type TlsJudgeOptions } from "./build-tls-judge.ts";

let host: PodcastHost;
const closers: (() => unknown)[] = [];

beforeAll(async () => {
  host = await startPodcastHost({ standIn: true, listen: ["127.0.0.1", "127.0.0.2"] });
});

afterEach(async () => {
  host.clearFaults();
  for (const close of closers.splice(0).reverse()) await close();
});

afterAll(() => host.close());

function open(
  egressOptions: Partial<EgressOptions> = {},
  judgeOptions: Partial<TlsJudgeOptions> = {},
): Prober {
  const egress = openEgress({
    policy: buildAddressPolicy({ allow: ["127.0.0.0/8", "255.255.255.255"].map(parseAddressRange) }),
    judgeTls: buildTlsJudge({ trust: openTrustStore({ extraPem: [host.caPem] }), ...judgeOptions }),
    connectTo: host.connectTo.map(parseConnectTo),
    ca: [host.caPem],
    ...egressOptions,
  });
  closers.push(egress.close);
  return buildProber({ egress, vantage: "test" });
}

type Faults = Promise<readonly Fault[]>;
const url = "https://media.example/a.mp3";

async function probeWith(fault: HostFault, egressOptions: Partial<EgressOptions> = {}): Faults {
  host.setFault("media.example", fault);
  return (await open(egressOptions).probeEnclosure({ url })).faults;
}

const status = (code: number) => () => probeWith({ kind: "status", status: code });

async function probeServing(plan: CertificatePlan, judgeOptions: Partial<TlsJudgeOptions> = {}): Faults {
  await host.renewCertificate("certificate.example", plan);
  return (await open({}, judgeOptions).probeEnclosure({ url: "https://certificate.example/a.mp3" })).faults;
}

const variant = (name: NonNullable<CertificatePlan["variant"]>) => () => probeServing({ variant: name });

async function probeNamed(answer: Parameters<typeof startStubDns>[0]): Faults {
  const dns = await startStubDns(answer);
  closers.push(dns.close);
  return (
    await open({ connectTo: [], dnsServers: [dns.server], limits: { dnsMs: 400 } }).probeEnclosure({ url })
  ).faults;
}

async function probeAt(address: string, port: number, limits: EgressOptions["limits"] = {}): Faults {
  const connectTo = [parseConnectTo(`::${address}:${port}`)];
  return (await open({ connectTo, limits }).probeEnclosure({ url })).faults;
}

const hourMs = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * hourMs);

async function chainExpiring(): Faults {
  const issuer = await host.authority.issueIntermediate({
    notBefore: inHours(-10 * 24),
    notAfter: inHours(2),
  });
  const leaf = await issuer.issue({
    names: ["certificate.example"],
    notBefore: inHours(-9 * 24),
    notAfter: inHours(80 * 24),
  });
  return probeServing({ credentials: leaf });
}

async function edgeDrift(): Faults {
  const hostname = "drift.example";
  await host.renewCertificate(
    hostname,
    { notBefore: inHours(-65 * 24), notAfter: inHours(25 * 24) },
    "127.0.0.1",
  );
  await host.renewCertificate(
    hostname,
    { notBefore: inHours(-2 * 24), notAfter: inHours(88 * 24) },
    "127.0.0.2",
  );
  const resolve = [parseResolveOverride(`${hostname}::127.0.0.1,127.0.0.2`)];
  const target = { hostname, port: host.httpsPort, tls: true };
  return (await open({ connectTo: [], resolve }).checkHost(target)).faults;
}

async function trustGap(): Faults {
  const older = await makeAuthority();
  return probeServing(
    {},
    { olderStores: [openTrustStore({ name: "Devices of old", roots: [older.rootPem] })] },
  );
}

async function headRejected(): Faults {
  host.setFault("media.example", { kind: "status", status: 405 }, { method: "HEAD" });
  return (await open().probeEnclosure({ url, sampleHead: true })).faults;
}

async function connectTimeout(): Faults {
  const silent = await startSilentListener();
  closers.push(silent.close);
  return probeAt(silent.address, silent.port, { connectMs: 400 });
}

/** What brings each code about on a real socket. A code of the catalogue without a case does not compile, and the other way round. */
const causes: Record<Exclude<FaultCode, `feed.${string}`>, () => Faults> = {
  "dns.not-found": () => probeNamed(() => ({ rcode: "NXDOMAIN" })),
  "dns.timeout": () => probeNamed(() => "silence"),
  "dns.server-failure": () => probeNamed(() => ({ rcode: "SERVFAIL" })),
  "address.blocked": () => probeAt("10.0.0.1", 443),
  "connect.refused": () => probeAt("127.0.0.9", host.httpsPort),
  "connect.timeout": connectTimeout,
  "connect.reset": () => probeWith({ kind: "raw", bytes: "" }),
  // Linux answers a connect to the broadcast address with EACCES, without a packet.
  "connect.unreachable": () => probeAt("255.255.255.255", 443),
  "tls.handshake-failed": () => probeWith({ kind: "tls-refused" }),
  "tls.timeout": () => probeWith({ kind: "tls-mute" }, { limits: { tlsMs: 400 } }),
  "tls.protocol-outdated": () => probeWith({ kind: "tls-outdated" }),
  "certificate.expired": variant("expired"),
  "certificate.not-yet-valid": variant("not-yet-valid"),
  "certificate.hostname-mismatch": variant("wrong-name"),
  "certificate.self-signed": variant("self-signed"),
  "certificate.untrusted-root": variant("untrusted-root"),
  "certificate.incomplete-chain": variant("leaf-alone"),
  "certificate.weak": variant("weak-key"),
  "certificate.expiring": () => probeServing({ notBefore: inHours(-80 * 24), notAfter: inHours(5) }),
  "certificate.chain-expiring": chainExpiring,
  "certificate.edge-drift": edgeDrift,
  "certificate.trust-gap": trustGap,
  "redirect.loop": () => probeWith({ kind: "redirect-loop" }),
  "redirect.too-many": () => probeWith({ kind: "redirect-chain", hops: 12 }),
  "redirect.many": () => probeWith({ kind: "redirect-chain", hops: 6 }),
  "redirect.insecure": () => probeWith({ kind: "redirect", location: "http://other.example/a.mp3" }),
  "redirect.invalid-location": () => probeWith({ kind: "redirect-nowhere" }),
  "redirect.unsupported-scheme": () => probeWith({ kind: "redirect", location: "ftp://other.example/a.mp3" }),
  "http.not-found": status(404),
  "http.gone": status(410),
  "http.forbidden": status(403),
  "http.rate-limited": status(429),
  "http.client-error": status(400),
  "http.server-error": status(500),
  "http.unexpected-status": status(204),
  "http.protocol-error": () => probeWith({ kind: "raw", bytes: "hello\r\n\r\n" }),
  "http.timeout": () => probeWith({ kind: "hang" }, { limits: { headersMs: 400 } }),
  "http.stalled": () => probeWith({ kind: "stall", afterBytes: 100 }, { limits: { bodyIdleMs: 400 } }),
  "http.insecure": async () => (await open().probeEnclosure({ url: "http://media.example/a.mp3" })).faults,
  "range.ignored": () => probeWith({ kind: "ignore-range" }),
  "range.invalid-content-range": () => probeWith({ kind: "content-range", value: "bytes 1-4096/9999" }),
  "range.unsatisfiable": () => probeWith({ kind: "unsatisfiable" }),
  "range.short-body": () => probeWith({ kind: "cut", afterBytes: 100 }),
  "head.rejected": headRejected,
  "media.empty": () => probeWith({ kind: "empty" }),
  "media.not-media": () => probeWith({ kind: "body", as: "html" }),
  "media.type-mismatch": () => probeWith({ kind: "content-type", value: "audio/flac" }),
  "url.invalid": async () => (await open().probeEnclosure({ url: "media.example/a.mp3" })).faults,
};

// A key of 1024 bits is too weak for OpenSSL too, as for most players, so it is more than the warning of the catalogue.
const harsher: Partial<Record<string, string>> = { "certificate.weak": "outage" };

describe("every code of the catalogue", () => {
  test.each(Object.entries(causes))(
    "%s is brought about by a real server, alone and as severe as it says",
    async (code, cause) => {
      const faults = await cause();
      expect(faults.map((fault) => fault.code)).toEqual([code]);
      const entry = Object.entries(faultCatalogue).find(([known]) => known === code)?.[1];
      expect(faults[0]).toMatchObject({ severity: harsher[code] ?? entry?.severity, doubt: entry?.doubt });
      expect(faults[0]?.message).not.toBe("");
    },
  );
});
