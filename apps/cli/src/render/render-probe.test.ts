import { stripVTControlCharacters } from "node:util";
import { buildFault, type Hop, type Probe } from "@earshot/domain";
import { equivalentCommands } from "@earshot/probe";
import { expect, test } from "vitest";
import { renderProbe } from "./render-probe.ts";
import { ProbeTally } from "./render-summary.ts";

const now = new Date("2022-05-30T23:59:00Z");
const hop = (host: string, status: number | null, notAfter: string, subject = `CN=${host}`): Hop => ({
  url: `https://${host}/1.mp3`,
  host,
  port: 443,
  address: "192.0.2.7",
  family: 4,
  status,
  location: status === 302 ? "https://traffic.megaphone.fm/1.mp3" : null,
  httpVersion: status === null ? null : "1.1",
  timings: {
    dnsMs: 1.234,
    connectMs: 20.4,
    tlsMs: 41,
    firstByteMs: status === null ? null : 9.96,
    totalMs: 75,
  },
  tls: {
    version: "TLSv1.3",
    certificates: [
      {
        fingerprint256: "ab",
        subject,
        issuer: "CN=Issuer",
        subjectAltNames: [host],
        notBefore: "2022-03-01T00:00:00Z",
        notAfter,
        serialNumber: "01",
        pem: "",
      },
    ],
    leafFingerprint: host,
    expiresAt: notAfter,
  },
  reused: false,
  headers: null,
});
const probe: Probe = {
  url: "https://dts.podtrac.com/1 2.mp3",
  at: now.toISOString(),
  vantage: "test",
  verdict: "unreachable",
  faults: [buildFault("certificate.expired", { hop: 1, message: "It expired." })],
  hops: [
    hop("dts.podtrac.com", 302, "2022-06-20T00:00:00Z"),
    hop("traffic.megaphone.fm", null, "2022-05-30T23:58:00Z", "CN=*.megaphone.fm"),
  ],
  range: null,
  media: null,
  expiresAt: "2022-05-30T23:58:00Z",
  firstBytes: null,
};

test("a probe is a numbered trace in columns, with roles, countdowns and the fault at its hop", () => {
  expect(stripVTControlCharacters(renderProbe(probe, now)).split("\n")).toEqual([
    "✘ unreachable  https://dts.podtrac.com/1 2.mp3",
    "  1  dts.podtrac.com       302           75 ms  192.0.2.7  tracking prefix, Podtrac",
    "     dns 1.2 ms · connect 20 ms · tls 41 ms · first byte 10.0 ms",
    "     TLSv1.3 · until 2022-06-20T00:00:00Z · 20 days, 1 minute left",
    "     → https://traffic.megaphone.fm/1.mp3",
    "  2  traffic.megaphone.fm  no answer     75 ms  192.0.2.7  podcast host, Megaphone",
    "     dns 1.2 ms · connect 20 ms · tls 41 ms",
    "     TLSv1.3 · until 2022-05-30T23:58:00Z · ended 1 minute ago · CN=*.megaphone.fm",
    "     ✘ certificate.expired  It expired.",
  ]);
});

test("the commands go where the probe was sent, quoted for a shell", () => {
  const routes = {
    resolve: [],
    connectTo: ["traffic.megaphone.fm:443:192.0.2.7:8443"],
    cacert: ["/tmp/my ca.pem"],
  };
  const [curl, first, second] = equivalentCommands(probe, routes);
  expect(curl).toContain("--connect-to traffic.megaphone.fm:443:192.0.2.7:8443 ");
  expect(curl).toMatch(/--cacert ['"]\/tmp\/my ca\.pem['"]/);
  expect(curl).toMatch(/ https:\/\/dts\.podtrac\.com\/1%202\.mp3$/);
  expect(first).toMatch(/192\.0\.2\.7:443 -servername dts\.podtrac\.com/);
  expect(second).toMatch(/192\.0\.2\.7:8443 -servername traffic\.megaphone\.fm .*<\/dev\/null$/);
});

test("an input that was never asked for has no command", () => {
  expect(equivalentCommands({ ...probe, hops: [] }, { resolve: [], connectTo: [], cacert: [] })).toEqual([]);
});

test("many probes end with one line", () => {
  const tally = new ProbeTally();
  for (const verdict of ["unreachable", "healthy"] as const) tally.add({ ...probe, verdict });
  const counts = "2 probed: 1 healthy · 0 degraded · 1 unreachable · 0 inconclusive";
  expect(stripVTControlCharacters(tally.render(now))).toBe(
    `${counts} · first certificate ended 2022-05-30T23:58:00Z`,
  );
  expect(stripVTControlCharacters(tally.render(new Date("2022-05-30T00:00:00Z")))).toBe(
    `${counts} · first certificate ends 2022-05-30T23:58:00Z`,
  );
});
