import { gzipSync } from "node:zlib";
import type { FaultCode, Verdict } from "@earshot/domain";
import type { CertificateVariant, HostFault } from "@earshot/podcast-host";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openProbeBench, type ProbeBench } from "../test/probe-bench.ts";

let bench: ProbeBench;

beforeAll(async () => {
  bench = await openProbeBench({ egress: { tlsMs: 1_500, headersMs: 1_000, bodyIdleMs: 1_000 } });
});

afterAll(() => bench.close());

interface Case {
  readonly name: string;
  readonly fault: HostFault;
  readonly codes: readonly FaultCode[];
  readonly verdict: Verdict;
  readonly hop?: number;
}

const xmlHeaders = { "content-type": "application/xml" };
const storeError = (code: string) => `<?xml version="1.0"?>\n<Error><Code>${code}</Code></Error>`;

const rangeAnswer = ({ length }: { readonly length: number }) =>
  `HTTP/1.1 206 P\r\nContent-Range: bytes 0-4095/9999\r\nContent-Length: ${length}\r\n\r\n${"ID3\x04\0\0\0\0\x01\0".padEnd(length, "\0")}`;

const cases: readonly Case[] = [
  {
    name: "a TLS alert",
    fault: { kind: "tls-refused" },
    codes: ["tls.handshake-failed"],
    verdict: "unreachable",
  },
  { name: "a mute TLS server", fault: { kind: "tls-mute" }, codes: ["tls.timeout"], verdict: "unreachable" },
  {
    name: "a handshake cut",
    fault: { kind: "tls-closed" },
    codes: ["tls.handshake-failed"],
    verdict: "unreachable",
  },
  {
    name: "plain HTTP on the TLS port",
    fault: { kind: "tls-absent" },
    codes: ["tls.handshake-failed"],
    verdict: "unreachable",
  },
  {
    name: "TLS 1.1 only",
    fault: { kind: "tls-outdated" },
    codes: ["tls.protocol-outdated"],
    verdict: "unreachable",
  },
  {
    name: "a reset at the hello",
    fault: { kind: "connection-reset" },
    codes: ["tls.handshake-failed"],
    verdict: "unreachable",
  },
  { name: "no answer", fault: { kind: "hang" }, codes: ["http.timeout"], verdict: "unreachable" },
  {
    name: "a stall",
    fault: { kind: "stall", afterBytes: 1_000 },
    codes: ["http.stalled"],
    verdict: "unreachable",
  },
  {
    name: "a cut",
    fault: { kind: "cut", afterBytes: 1_000 },
    codes: ["range.short-body"],
    verdict: "unreachable",
  },
  {
    name: "a reset in the body",
    fault: { kind: "answer-reset", afterBytes: 1_000 },
    codes: ["range.short-body"],
    verdict: "unreachable",
  },
  {
    name: "garbage",
    fault: { kind: "raw", bytes: "hello\r\n\r\n" },
    codes: ["http.protocol-error"],
    verdict: "unreachable",
  },
  {
    name: "status 404",
    fault: { kind: "status", status: 404 },
    codes: ["http.not-found"],
    verdict: "unreachable",
  },
  {
    name: "status 410",
    fault: { kind: "status", status: 410 },
    codes: ["http.gone"],
    verdict: "unreachable",
  },
  {
    name: "status 400",
    fault: { kind: "status", status: 400 },
    codes: ["http.client-error"],
    verdict: "unreachable",
  },
  {
    name: "status 401",
    fault: { kind: "status", status: 401 },
    codes: ["http.forbidden"],
    verdict: "inconclusive",
  },
  {
    name: "status 403",
    fault: { kind: "status", status: 403 },
    codes: ["http.forbidden"],
    verdict: "inconclusive",
  },
  {
    name: "an object store's 403",
    fault: { kind: "status", status: 403, headers: xmlHeaders, body: storeError("AccessDenied") },
    codes: ["http.forbidden"],
    verdict: "unreachable",
  },
  {
    name: "an object store's plea for patience",
    fault: { kind: "status", status: 403, headers: xmlHeaders, body: storeError("SlowDown") },
    codes: ["http.forbidden"],
    verdict: "inconclusive",
  },
  {
    name: "a bot challenge with status 403",
    fault: {
      kind: "status",
      status: 403,
      headers: { "cf-mitigated": "challenge" },
      body: storeError("AccessDenied"),
    },
    codes: ["http.forbidden"],
    verdict: "inconclusive",
  },
  {
    name: "a bot challenge with status 200",
    fault: { kind: "status", status: 200, headers: { "cf-mitigated": "challenge" }, body: "<html>" },
    codes: ["http.forbidden"],
    verdict: "inconclusive",
  },
  {
    name: "status 429",
    fault: { kind: "status", status: 429 },
    codes: ["http.rate-limited"],
    verdict: "inconclusive",
  },
  {
    name: "status 500",
    fault: { kind: "status", status: 500 },
    codes: ["http.server-error"],
    verdict: "unreachable",
  },
  {
    name: "status 503",
    fault: { kind: "status", status: 503 },
    codes: ["http.server-error"],
    verdict: "unreachable",
  },
  {
    name: "status 503 with Retry-After",
    fault: { kind: "status", status: 503, headers: { "retry-after": "60" } },
    codes: ["http.server-error"],
    verdict: "inconclusive",
  },
  {
    name: "status 204",
    fault: { kind: "status", status: 204 },
    codes: ["http.unexpected-status"],
    verdict: "unreachable",
  },
  {
    name: "status 304",
    fault: { kind: "status", status: 304 },
    codes: ["http.unexpected-status"],
    verdict: "unreachable",
  },
  { name: "ranges ignored", fault: { kind: "ignore-range" }, codes: ["range.ignored"], verdict: "degraded" },
  {
    name: "no Content-Range",
    fault: { kind: "content-range", value: null },
    codes: ["range.invalid-content-range"],
    verdict: "degraded",
  },
  {
    name: "another Content-Range",
    fault: { kind: "content-range", value: "bytes 100-4195/500000" },
    codes: ["range.invalid-content-range"],
    verdict: "degraded",
  },
  {
    name: "less than asked for, truly",
    fault: { kind: "short-range", bytes: 2_000 },
    codes: ["range.invalid-content-range"],
    verdict: "healthy",
  },
  {
    name: "status 416",
    fault: { kind: "unsatisfiable" },
    codes: ["range.unsatisfiable"],
    verdict: "unreachable",
  },
  { name: "no bytes", fault: { kind: "empty" }, codes: ["media.empty"], verdict: "unreachable" },
  {
    name: "a web page",
    fault: { kind: "body", as: "html" },
    codes: ["media.not-media"],
    verdict: "unreachable",
  },
  {
    name: "an error document",
    fault: { kind: "body", as: "xml-error" },
    codes: ["media.not-media"],
    verdict: "unreachable",
  },
  { name: "JSON", fault: { kind: "body", as: "json" }, codes: ["media.not-media"], verdict: "unreachable" },
  { name: "text", fault: { kind: "body", as: "text" }, codes: ["media.not-media"], verdict: "unreachable" },
  { name: "zeros", fault: { kind: "body", as: "zeros" }, codes: ["media.not-media"], verdict: "unreachable" },
  {
    name: "another Content-Type",
    fault: { kind: "content-type", value: "text/html" },
    codes: ["media.type-mismatch"],
    verdict: "degraded",
  },
  { name: "no Content-Type", fault: { kind: "content-type", value: null }, codes: [], verdict: "healthy" },
  {
    name: "no claim in Content-Type",
    fault: { kind: "content-type", value: "binary/octet-stream" },
    codes: [],
    verdict: "healthy",
  },
  { name: "a loop", fault: { kind: "redirect-loop" }, codes: ["redirect.loop"], verdict: "unreachable" },
  { name: "five redirects", fault: { kind: "redirect-chain", hops: 5 }, codes: [], verdict: "healthy" },
  {
    name: "six redirects",
    fault: { kind: "redirect-chain", hops: 6 },
    codes: ["redirect.many"],
    verdict: "degraded",
    hop: 5,
  },
  {
    name: "nine redirects",
    fault: { kind: "redirect-chain", hops: 9 },
    codes: ["redirect.many"],
    verdict: "degraded",
    hop: 8,
  },
  {
    name: "twelve redirects",
    fault: { kind: "redirect-chain", hops: 12 },
    codes: ["redirect.too-many"],
    verdict: "unreachable",
    hop: 9,
  },
  {
    name: "a redirect to nowhere",
    fault: { kind: "redirect-nowhere" },
    codes: ["redirect.invalid-location"],
    verdict: "unreachable",
  },
  {
    name: "a malformed Location",
    fault: { kind: "redirect", location: "https://[::1" },
    codes: ["redirect.invalid-location"],
    verdict: "unreachable",
  },
  {
    name: "a Location with a password",
    fault: { kind: "redirect", location: "https://u:p@media.example/a.mp3" },
    codes: ["redirect.invalid-location"],
    verdict: "unreachable",
  },
  {
    name: "a Location for itms",
    fault: { kind: "redirect", location: "itms://a/b" },
    codes: ["redirect.unsupported-scheme"],
    verdict: "unreachable",
  },
  {
    name: "a redirect to http",
    fault: { kind: "redirect", location: "http://media.example/a.mp3" },
    codes: ["redirect.insecure"],
    verdict: "degraded",
  },
  {
    name: "a redirect to a private address",
    fault: { kind: "redirect", location: "https://10.0.0.1:8080/a.mp3" },
    codes: ["address.blocked"],
    verdict: "unreachable",
    hop: 1,
  },
  {
    name: "a body shorter than its Content-Range, its length true",
    fault: { kind: "raw", bytes: rangeAnswer({ length: 1_000 }), ending: "keep" },
    codes: ["range.short-body", "range.invalid-content-range"],
    verdict: "unreachable",
  },
  {
    name: "a cookie that no client may send back",
    fault: { kind: "raw", bytes: "HTTP/1.1 302 F\r\nSet-Cookie: a=x\x7fy\r\nLocation: /a.mp3\r\n\r\n" },
    codes: ["redirect.loop", "http.protocol-error"],
    verdict: "unreachable",
  },
  {
    name: "a range with neither a length nor an end",
    fault: {
      kind: "raw",
      bytes: rangeAnswer({ length: 4_096 }).replace(/Content-Length.*\r\n/, ""),
      ending: "keep",
    },
    codes: [],
    verdict: "healthy",
  },
  { name: "a drip", fault: { kind: "drip", pauseMs: 10 }, codes: [], verdict: "healthy" },
  { name: "a short delay", fault: { kind: "delay", delayMs: 50 }, codes: [], verdict: "healthy" },
];

// A machine so busy that it holds up our event loop puts time-outs in doubt. That is right, and tested elsewhere.
const retry = 3;

describe("a fault of the server", { retry }, () => {
  test.each(cases)("$name", async ({ name, fault, codes, verdict, hop }) => {
    const hostname = `${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}.example`;
    bench.host.setFault(hostname, fault);
    const probe = await bench.prober.probeEnclosure({
      url: `https://${hostname}/a.mp3`,
      declaredType: "audio/mpeg",
    });
    expect({ codes: probe.faults.map((one) => one.code), verdict: probe.verdict }).toEqual({
      codes,
      verdict,
    });
    for (const one of probe.faults) {
      expect(one.hop).toBe(hop ?? 0);
      expect(one.message).toMatch(/^[A-Z0-9"].*[.)]$/);
    }
    expect(JSON.parse(JSON.stringify(probe))).toEqual(probe);
  });
});

test("a compressed body is told by its encoding", async () => {
  const bytes = Buffer.concat([
    Buffer.from("HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Encoding: gzip\r\n\r\n"),
    gzipSync(Buffer.alloc(5_000)),
  ]);
  bench.host.setFault("compressed.example", { kind: "raw", bytes });
  const { faults } = await bench.prober.probeEnclosure({ url: "https://compressed.example/a.mp3" });
  expect(faults.map((fault) => fault.message)).toEqual([
    'Instead of audio or video, a compressed file came (Content-Encoding: gzip, though the request asks for "identity").',
  ]);
});

describe("a URL that cannot be requested", () => {
  test.each([
    "",
    "  ",
    "a.mp3",
    "//media.example/a.mp3",
    "ftp://media.example/a.mp3",
    "https://u:p@media.example/a.mp3",
    "https://",
    "https://[::1/",
    "https://a b/",
  ])("%j", async (url) => {
    const probe = await bench.prober.probeEnclosure({ url });
    expect(probe).toMatchObject({
      url,
      verdict: "unreachable",
      hops: [],
      range: null,
      media: null,
      expiresAt: null,
    });
    expect(probe.faults.map((one) => [one.code, one.hop])).toEqual([["url.invalid", null]]);
  });
});

describe("a healthy enclosure", () => {
  test.each([
    ["a.mp3", "audio/mpeg"],
    ["a.m4a", "audio/x-m4a"],
    ["a.mp4", "video/mp4"],
    ["a.aac", "audio/aac"],
    ["a.opus", "audio/ogg"],
    ["a.flac", "audio/flac"],
    ["a.wav", "audio/x-wav"],
    ["a.webm", "video/webm"],
    ["a.mp3?x=1&y", "audio/mp3"],
  ])("%s declared as %s", async (path, declaredType) => {
    const url = `https://healthy.example/${path}`;
    const probe = await bench.prober.probeEnclosure({ url, declaredType });
    expect(probe).toMatchObject({ url, verdict: "healthy", faults: [], vantage: "test" });
    expect(probe.range).toMatchObject({
      requested: "bytes=0-4095",
      status: 206,
      receivedBytes: 4_096,
      totalBytes: 1_048_576,
    });
    expect(probe.firstBytes).toHaveLength(128);
    expect(probe.hops).toHaveLength(1);
    const [hop] = probe.hops;
    expect(hop).toMatchObject({
      url,
      host: "healthy.example",
      port: 443,
      address: "127.0.0.1",
      family: 4,
      status: 206,
      httpVersion: "1.1",
    });
    expect(hop?.tls?.expiresAt).toBe(probe.expiresAt);
    expect(Date.parse(probe.expiresAt ?? "")).toBeGreaterThan(Date.now());
  });

  test("asks for 4096 bytes from the URL as it is, once, with one honest User-Agent", async () => {
    const hostname = "polite.example";
    await bench.prober.probeEnclosure({ url: `https://${hostname}/e/a%20b.mp3?u=1&utm=x` });
    const requests = bench.host.requests.recent({ hostname });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      method: "GET",
      path: "/e/a%20b.mp3?u=1&utm=x",
      range: "bytes=0-4095",
    });
    expect(requests[0]?.userAgent).toMatch(/bot.*https:\/\//i);
  });

  test("every hop of a prefix chain is recorded with its own host, address, phases and certificate", async () => {
    const url = "https://pdst.example/e/op3.example/e/media.example/show/a.mp3";
    bench.host.setRoute("pdst.example", "/e*", { kind: "prefix" });
    bench.host.setRoute("op3.example", "/e*", { kind: "prefix", status: 307 });
    const probe = await bench.prober.probeEnclosure({ url });
    expect(probe.verdict).toBe("healthy");
    expect(probe.hops.map((hop) => [hop.host, hop.status])).toEqual([
      ["pdst.example", 302],
      ["op3.example", 307],
      ["media.example", 206],
    ]);
    expect(new Set(probe.hops.map((hop) => hop.tls?.leafFingerprint)).size).toBe(3);
    for (const hop of probe.hops) {
      for (const phase of ["connectMs", "tlsMs", "firstByteMs", "totalMs"] as const)
        expect(hop.timings[phase]).toBeGreaterThan(0);
    }
  });

  test("a plain http enclosure is a warning", async () => {
    const probe = await bench.prober.probeEnclosure({ url: "http://plain.example/a.mp3" });
    expect(probe).toMatchObject({
      verdict: "degraded",
      expiresAt: null,
      faults: [{ code: "http.insecure", hop: 0 }],
    });
  });

  test("faults are told worst first", async () => {
    bench.host.setFault("plain-gone.example", { kind: "status", status: 404 });
    const probe = await bench.prober.probeEnclosure({ url: "http://plain-gone.example/a.mp3" });
    expect(probe.faults.map((one) => one.code)).toEqual(["http.not-found", "http.insecure"]);
  });

  test("inserted advertisements change bytes and length, and nothing is wrong", async () => {
    bench.host.setRoute("dai.example", "/a.mp3", { kind: "media", varies: true });
    for (let round = 0; round < 3; round += 1) {
      expect(await bench.prober.probeEnclosure({ url: "https://dai.example/a.mp3" })).toMatchObject({
        verdict: "healthy",
        faults: [],
      });
    }
  });
});

describe("a fault of the certificate", () => {
  test.each<[CertificateVariant, readonly FaultCode[], Verdict]>([
    ["expired", ["certificate.expired"], "unreachable"],
    ["not-yet-valid", ["certificate.not-yet-valid"], "unreachable"],
    ["wrong-name", ["certificate.hostname-mismatch"], "unreachable"],
    ["self-signed", ["certificate.self-signed"], "unreachable"],
    ["untrusted-root", ["certificate.untrusted-root"], "unreachable"],
    ["leaf-alone", ["certificate.incomplete-chain"], "unreachable"],
    ["reordered", [], "healthy"],
  ])("%s", async (variant, codes, verdict) => {
    const hostname = `${variant}.cert.example`;
    await bench.host.renewCertificate(hostname, { variant });
    const probe = await bench.prober.probeEnclosure({ url: `https://${hostname}/a.mp3` });
    expect({ codes: probe.faults.map((one) => one.code), verdict: probe.verdict }).toEqual({
      codes,
      verdict,
    });
    expect(probe.hops[0]?.tls?.certificates.length).toBeGreaterThan(0);
    if (verdict === "unreachable") expect(bench.host.requests.count({ hostname })).toBe(0);
  });
});
