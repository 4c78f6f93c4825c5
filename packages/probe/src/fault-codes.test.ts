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

/** Probes the host at hop 0. */
async function probeWith(fault: HostFault, egressOptions: Partial<EgressOptions> = {}): Faults {
  host.setFault("media.example", fault);
  return (await open(egressOptions).probeEnclosure({ url })).faults;
}

/** Probes the host at hop 1, behind a host that is well. */
async function probeBehind(fault: HostFault): Faults {
  host.setFault("media.example", fault);
  return probeThrough(url, open());
}

async function probeThrough(location: string, prober: Prober): Faults {
  host.setFault("first.example", { kind: "redirect", location });
  return (await prober.probeEnclosure({ url: "https://first.example/a.mp3" })).faults;
}

const status = (code: number) => () => probeBehind({ kind: "status", status: code });

async function probeServing(plan: CertificatePlan, judgeOptions: Partial<TlsJudgeOptions> = {}): Faults {
  await host.renewCertificate("certificate.example", plan);
  return probeThrough("https://certificate.example/a.mp3", open({}, judgeOptions));
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
  const olderStores = [openTrustStore({ name: "Devices of old", roots: [older.rootPem] })];
  return (await open({}, { olderStores }).probeEnclosure({ url })).faults;
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

/**
 * What brings each code about on a real socket, the hop where it is then told, and its message (`*` stands for what
 * differs from run to run). A code of the catalogue without a case does not compile, and the other way round.
 */
const cases: Record<
  Exclude<FaultCode, `feed.${string}`>,
  readonly [hop: number | null, cause: () => Faults, message: string]
> = {
  "dns.not-found": [
    0,
    () => probeNamed(() => ({ rcode: "NXDOMAIN" })),
    "The name media.example does not exist in the DNS.",
  ],
  "dns.timeout": [
    0,
    () => probeNamed((type) => (type === "NS" ? { rcode: "REFUSED" } : "silence")),
    "The name servers did not answer for media.example in time.",
  ],
  "dns.server-failure": [
    0,
    () => probeNamed(() => ({ rcode: "SERVFAIL" })),
    "The name servers answered with a failure for media.example (ESERVFAIL).",
  ],
  "address.blocked": [
    0,
    () => probeAt("10.0.0.1", 443),
    "10.0.0.1 is not a public address (private), so it was not contacted.",
  ],
  "connect.refused": [
    0,
    () => probeAt("127.0.0.9", host.httpsPort),
    "No connection (127.0.0.9 port *: ECONNREFUSED).",
  ],
  "connect.timeout": [0, connectTimeout, "No connection within 400 ms (127.0.0.6 port *: ETIMEDOUT)."],
  "connect.reset": [
    1,
    () => probeBehind({ kind: "raw", bytes: "" }),
    "The server closed the connection without an answer.",
  ],
  // Linux answers a connect to the broadcast address with an error, without a packet.
  "connect.unreachable": [
    0,
    () => probeAt("255.255.255.255", 443),
    "No connection (255.255.255.255 port 443: ENETUNREACH).",
  ],
  "tls.handshake-failed": [
    1,
    () => probeBehind({ kind: "tls-refused" }),
    "The TLS handshake failed: ssl/tls alert handshake failure.",
  ],
  "tls.timeout": [
    0,
    () => probeWith({ kind: "tls-mute" }, { limits: { tlsMs: 400 } }),
    "The TLS handshake was not finished within 400 ms.",
  ],
  "tls.protocol-outdated": [
    1,
    () => probeBehind({ kind: "tls-outdated" }),
    "The server offers only TLS 1.0 or 1.1, which current players refuse (RFC 8996).",
  ],
  "certificate.expired": [
    1,
    variant("expired"),
    "The certificate of certificate.example (“certificate.example”) expired on *.",
  ],
  "certificate.not-yet-valid": [
    1,
    variant("not-yet-valid"),
    "The certificate of certificate.example (“certificate.example”) is not valid before *.",
  ],
  "certificate.hostname-mismatch": [
    1,
    variant("wrong-name"),
    "The certificate served for certificate.example is for another-name.example.",
  ],
  "certificate.self-signed": [
    1,
    variant("self-signed"),
    "The certificate of certificate.example (“certificate.example”) is signed by itself, not by an authority.",
  ],
  "certificate.untrusted-root": [
    1,
    variant("untrusted-root"),
    "The certificate chain of certificate.example ends at “Authority Nobody Knows”, an authority that players do not trust.",
  ],
  "certificate.incomplete-chain": [
    1,
    variant("leaf-alone"),
    "certificate.example does not send the intermediate certificate “Synthetic Podcast Intermediate”, which issued “certificate.example”.",
  ],
  "certificate.weak": [
    1,
    variant("weak-key"),
    "“certificate.example” has an RSA key of 1024 bits; “certificate.example” is signed with ecdsa-with-SHA1. Players refuse such a chain: OpenSSL says *.",
  ],
  "certificate.expiring": [
    1,
    () => probeServing({ notBefore: inHours(-80 * 24), notAfter: inHours(5) }),
    "The certificate of certificate.example (“certificate.example”) expires on *.",
  ],
  "certificate.chain-expiring": [
    1,
    chainExpiring,
    "The issuer's certificate “Synthetic Podcast Intermediate” on the path of certificate.example expires on *, before the certificate of certificate.example itself.",
  ],
  "certificate.edge-drift": [
    null,
    edgeDrift,
    "127.0.0.1 (1 of 2 addresses of drift.example) still serve the certificate that ends on *, though it was renewed elsewhere.",
  ],
  "certificate.trust-gap": [
    0,
    trustGap,
    "The certificate chain of media.example is not trusted by devices with Devices of old.",
  ],
  "redirect.loop": [
    1,
    () => probeBehind({ kind: "redirect-loop" }),
    "This redirect leads back to a URL that was already asked, with the same cookies.",
  ],
  "redirect.too-many": [
    9,
    () => probeWith({ kind: "redirect-chain", hops: 12 }),
    "The redirects did not end within 10 hops.",
  ],
  "redirect.many": [
    5,
    () => probeWith({ kind: "redirect-chain", hops: 6 }),
    "There are 6 redirects before the file; more than 5 are too many for some directories.",
  ],
  "redirect.insecure": [
    1,
    () => probeBehind({ kind: "redirect", location: "http://other.example/a.mp3" }),
    "A redirect leaves encryption; some players refuse such a step.",
  ],
  "redirect.invalid-location": [
    1,
    () => probeBehind({ kind: "redirect-nowhere" }),
    "The redirect has no Location header.",
  ],
  "redirect.unsupported-scheme": [
    1,
    () => probeBehind({ kind: "redirect", location: "ftp://other.example/a.mp3" }),
    'The redirect leads to the scheme "ftp", which players do not follow.',
  ],
  "http.not-found": [1, status(404), "The server says that this file does not exist."],
  "http.gone": [
    1,
    status(410),
    "The server says that this file was removed for good; some apps unsubscribe when a feed says so.",
  ],
  "http.forbidden": [
    1,
    status(403),
    "The server refuses our monitor with status 403; listeners' apps may be let in.",
  ],
  "http.rate-limited": [
    1,
    status(429),
    "The server asks us to slow down (429); nothing is known about listeners.",
  ],
  "http.client-error": [1, status(400), "The server refuses this request with status 400."],
  "http.server-error": [1, status(500), "The server failed with status 500."],
  "http.unexpected-status": [
    1,
    status(204),
    "The server answered with status 204, which is neither a file, a redirect nor an error.",
  ],
  "http.protocol-error": [
    1,
    () => probeBehind({ kind: "raw", bytes: "hello\r\n\r\n" }),
    "Response does not match the HTTP/1.1 protocol (Expected HTTP/, RTSP/ or ICE/).",
  ],
  "http.timeout": [
    0,
    () => probeWith({ kind: "hang" }, { limits: { headersMs: 400 } }),
    "No complete answer within * ms.",
  ],
  "http.stalled": [
    0,
    () => probeWith({ kind: "stall", afterBytes: 100 }, { limits: { bodyIdleMs: 400 } }),
    "The body stopped after 100 bytes.",
  ],
  "http.insecure": [
    0,
    async () => (await open().probeEnclosure({ url: "http://media.example/a.mp3" })).faults,
    "The URL is plain http; some players refuse it and anybody on the way can change the audio.",
  ],
  "range.ignored": [
    1,
    () => probeBehind({ kind: "ignore-range" }),
    "The server sends the whole file when asked for a part; players cannot seek or resume, and Apple requires byte ranges.",
  ],
  "range.invalid-content-range": [
    1,
    () => probeBehind({ kind: "content-range", value: "bytes 1-4096/9999" }),
    'Bytes 0-4095 were asked for, "bytes 1-4096/9999" came.',
  ],
  "range.unsatisfiable": [
    1,
    () => probeBehind({ kind: "unsatisfiable" }),
    "The server says that even the first bytes are out of range (Content-Range: bytes */0).",
  ],
  "range.short-body": [
    1,
    () => probeBehind({ kind: "cut", afterBytes: 100 }),
    "The connection closed before the bytes that were promised had come.",
  ],
  "head.rejected": [
    0,
    headRejected,
    "A HEAD request got status 405 where GET is answered; Apple asks for HEAD.",
  ],
  "media.empty": [
    1,
    () => probeBehind({ kind: "empty" }),
    "The server delivers the file with no bytes in it.",
  ],
  "media.not-media": [
    1,
    () => probeBehind({ kind: "body", as: "html" }),
    "Instead of audio or video, a web page came.",
  ],
  "media.type-mismatch": [
    1,
    () => probeBehind({ kind: "content-type", value: "audio/flac" }),
    "The bytes are MP3 audio (audio/mpeg), but the server says audio/flac.",
  ],
  "url.invalid": [
    null,
    async () => (await open().probeEnclosure({ url: "media.example/a.mp3" })).faults,
    '"media.example/a.mp3" is not an absolute URL.',
  ],
};

// A key of 1024 bits is too weak for OpenSSL too, as for most players, so it is more than the warning of the catalogue.
const harsher: Partial<Record<string, string>> = { "certificate.weak": "outage" };

// A machine so busy that it holds up our event loop puts time-outs in doubt. That is right, and tested elsewhere.
const retry = 3;

describe("every code of the catalogue", { retry }, () => {
  test.each(Object.entries(cases))(
    "%s is brought about by a real server, alone, at its hop, as severe as it says and in these words",
    async (code, [hop, cause, message]) => {
      const faults = await cause();
      expect(faults.map((fault) => fault.code)).toEqual([code]);
      const entry = Object.entries(faultCatalogue).find(([known]) => known === code)?.[1];
      expect(faults[0]).toMatchObject({
        hop,
        severity: harsher[code] ?? entry?.severity,
        doubt: entry?.doubt,
        message: expect.stringMatching(shapeOf(message)),
      });
    },
  );
});

function shapeOf(message: string): RegExp {
  return new RegExp(`^${message.split("*").map(RegExp.escape).join(".+")}$`);
}
