import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type PodcastHost, type Show, startPodcastHost } from "@earshot/podcast-host";
import { expect, type TestContext, test } from "vitest";
import { makeDirectory } from "./support/make-directory.ts";
import { openTestScope } from "./support/open-test-scope.ts";
import { optionsForHost } from "./support/options-for-host.ts";
import { readDocuments, runEarshot } from "./support/run-earshot.ts";

const timeout = 60_000;
const anyText: unknown = expect.any(String);
const anyNumber: unknown = expect.any(Number);
const instant: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/);

interface Bench {
  readonly host: PodcastHost;
  readonly show: Show;
  readonly options: readonly string[];
  readonly directory: string;
}

async function openBench(context: TestContext): Promise<Bench> {
  const scope = openTestScope(context);
  const host = await scope.open("podcast host", startPodcastHost());
  const show = host.addShow({
    hostname: "feeds.example",
    title: "Night Radio",
    mediaHostname: "media.example",
    prefixes: ["prefix.example/track"],
    episodes: 3,
  });
  return { host, show, options: await optionsForHost(scope, host), directory: await makeDirectory(scope) };
}

function timings(): unknown {
  const phase: unknown = expect.toSatisfy((value: unknown) => value === null || typeof value === "number");
  return { dnsMs: phase, connectMs: phase, tlsMs: phase, firstByteMs: anyNumber, totalMs: anyNumber };
}

function certificate(hostname: string): unknown {
  return {
    fingerprint256: expect.stringMatching(/^[0-9a-f]{64}$/),
    subject: anyText,
    issuer: anyText,
    subjectAltNames: [hostname],
    notBefore: instant,
    notAfter: instant,
  };
}

function hop(url: string, status: number, location: string | null): unknown {
  const { hostname } = new URL(url);
  const issuer = { ...Object(certificate(hostname)), subjectAltNames: expect.any(Array) };
  return {
    url,
    host: hostname,
    port: 443,
    address: "127.0.0.1",
    status,
    location,
    httpVersion: "1.1",
    timings: timings(),
    tls: { version: "TLSv1.3", certificates: [certificate(hostname), issuer] },
  };
}

function healthyProbe(url: string): Record<string, unknown> {
  const target = url.replace("https://prefix.example/track/", "https://");
  return {
    url,
    at: instant,
    vantage: "local",
    verdict: "healthy",
    faults: [],
    hops: [
      hop(url, 302, expect.stringContaining("media.example") as unknown as string),
      hop(target, 206, null),
    ],
    range: {
      requested: "bytes=0-4095",
      status: 206,
      contentRange: expect.stringMatching(/^bytes 0-4095\/\d+$/),
      totalBytes: anyNumber,
      receivedBytes: 4096,
    },
    media: { declaredType: null, servedType: "audio/mpeg", sniffedType: "audio/mpeg" },
    expiresAt: instant,
  };
}

test.concurrent("probe --json: every field of the contract, and no other", { timeout }, async (context) => {
  const { show, options } = await openBench(context);
  const url = show.episodes[0]?.enclosureUrl ?? "";
  const run = await runEarshot(["probe", "--json", ...options, url]);
  expect(run).toMatchObject({ code: 0 });
  expect(readDocuments(run)).toEqual([healthyProbe(url)]);
});

test.concurrent("probe --json: what is absent is null, and a fault names its hop", {
  timeout,
}, async (context) => {
  const { host, show, options } = await openBench(context);
  host.setFault("media.example", { kind: "connection-reset" });
  const url = show.episodes[0]?.enclosureUrl ?? "";
  const run = await runEarshot(["probe", "--json", ...options, url]);
  expect(run.code).toBe(1);
  const [document] = readDocuments(run);
  expect(document).toMatchObject({ url, verdict: "unreachable", range: null, media: null });
  expect(document).toMatchObject({
    faults: [{ code: "tls.handshake-failed", severity: "outage", hop: 1, message: anyText }],
    hops: [{ status: 302 }, { status: null, location: null, httpVersion: null, tls: null }],
  });
});

test.concurrent("probe --json: a verdict follows from the severities, also where a fault is in doubt", {
  timeout,
}, async (context) => {
  const { host, show, options } = await openBench(context);
  host.setFault("media.example", { kind: "status", status: 503, headers: { "retry-after": "30" } });
  const url = show.episodes[0]?.enclosureUrl ?? "";
  const run = await runEarshot(["probe", "--json", ...options, url]);
  expect(run.code).toBe(0);
  expect(readDocuments(run)).toEqual([
    expect.objectContaining({
      verdict: "inconclusive",
      faults: [expect.objectContaining({ code: "http.server-error", severity: "warning", hop: 1 })],
    }),
  ]);
});

test.concurrent("probe --head tells of a host that refuses HEAD, which nobody is asked otherwise", {
  timeout,
}, async (context) => {
  const { host, show, options } = await openBench(context);
  host.setFault("media.example", { kind: "status", status: 405 }, { method: "HEAD" });
  const url = show.episodes[0]?.enclosureUrl ?? "";
  const verdicts: unknown[] = [];
  for (const flags of [[], ["--head"]])
    verdicts.push(...readDocuments(await runEarshot(["probe", "--json", ...flags, ...options, url])));
  expect(verdicts).toEqual([
    expect.objectContaining({ verdict: "healthy", faults: [] }),
    expect.objectContaining({
      verdict: "degraded",
      faults: [expect.objectContaining({ code: "head.rejected", severity: "warning", hop: 1 })],
    }),
  ]);
});

test.concurrent("probe -4 and -6 keep to a family, and not to both: exit 2", { timeout }, async (context) => {
  const { show, options } = await openBench(context);
  const url = show.episodes[0]?.enclosureUrl ?? "";
  const ipv4 = await runEarshot(["probe", "--json", "-4", ...options, url]);
  expect(readDocuments(ipv4)).toEqual([expect.objectContaining({ verdict: "healthy" })]);
  const ipv6 = await runEarshot(["probe", "--json", "-6", ...options, url]);
  const noAddress = { code: "dns.not-found", hop: 0, message: expect.stringMatching(/has no IPv6 address/) };
  expect(readDocuments(ipv6)).toEqual([
    expect.objectContaining({ verdict: "unreachable", faults: [expect.objectContaining(noAddress)] }),
  ]);
  expect(await runEarshot(["probe", "-4", "-6", url])).toMatchObject({ code: 2, stdout: "" });
});

test.concurrent("parse --json: every field of the contract, and no other", { timeout }, async (context) => {
  const { show, options } = await openBench(context);
  const run = await runEarshot(["parse", "--json", ...options, show.feedUrl]);
  expect(run).toMatchObject({ code: 0 });
  expect(readDocuments(run)).toEqual([
    {
      source: show.feedUrl,
      feed: { title: "Night Radio", podcastGuid: anyText, format: "rss", link: anyText },
      episodes: show.episodes.map(({ guid, title, publishedAt, enclosureUrl, type, length }) => ({
        guid,
        title,
        publishedAt: `${publishedAt.toISOString().slice(0, 19)}.000Z`,
        enclosures: [{ url: enclosureUrl, type, length, kind: "primary" }],
      })),
      faults: [],
    },
  ]);
});

test.concurrent("parse --json: what kept a feed from arriving whole is told beside what is wrong with it", {
  timeout,
}, async (context) => {
  const { host, options, show } = await openBench(context);
  const { host: hostname, pathname } = new URL(show.feedUrl);
  host.setFault(hostname + pathname, { kind: "cut", afterBytes: 300 });
  const run = await runEarshot(["parse", "--json", ...options, show.feedUrl]);
  const [document] = readDocuments(run);
  const codes = Object(document).faults.map(({ code }: { code: string }) => code);
  expect(codes).toContain("range.short-body");
  expect(codes).toContain("feed.malformed");
});

test.concurrent("parse --json: a fault has code, severity, message and line; entities are decoded once", {
  timeout,
}, async (context) => {
  const { directory } = await openBench(context);
  const path = join(directory, "faulty.xml");
  await writeFile(
    path,
    `<?xml version="1.0"?>
<rss version="2.0"><channel><title>Tom &amp;amp; Co</title>
<item><guid>1</guid><enclosure url=" https://media.example/a.mp3?x=1&amp;y=2 " type="audio/mpeg"/></item>
<item><guid>1</guid><enclosure url="https://media.example/b.mp3" length="10" type="audio/mpeg"/></item>
</channel></rss>`,
  );
  const run = await runEarshot(["parse", "--json", path]);
  expect(run.code).toBe(0);
  const fault = (code: string) => ({
    code,
    severity: anyText,
    message: anyText,
    line: expect.toSatisfy(isLineOrNull),
  });
  const [document] = readDocuments(run) as readonly { readonly faults: readonly unknown[] }[];
  expect(document).toMatchObject({
    feed: { title: "Tom &amp; Co", podcastGuid: null, format: "rss", link: null },
    episodes: [
      {
        guid: "1",
        publishedAt: null,
        enclosures: [{ url: "https://media.example/a.mp3?x=1&y=2", length: null }],
      },
      { guid: "1", publishedAt: null, enclosures: [{ url: "https://media.example/b.mp3", length: 10 }] },
    ],
  });
  expect(document?.faults).toContainEqual(fault("feed.duplicate-guid"));
});

test.concurrent("check --json: every field of the contract, and no other", { timeout }, async (context) => {
  const { show, options } = await openBench(context);
  const run = await runEarshot(["check", "--json", "--episodes", "2", ...options, show.feedUrl]);
  expect(run).toMatchObject({ code: 0 });
  const checked = show.episodes.slice(0, 2);
  const media = { declaredType: "audio/mpeg", servedType: "audio/mpeg", sniffedType: "audio/mpeg" };
  const [document] = readDocuments(run) as readonly {
    readonly hosts: readonly { readonly host: string }[];
  }[];
  expect(document).toEqual({
    source: show.feedUrl,
    feed: { title: "Night Radio", podcastGuid: anyText, format: "rss", link: anyText },
    faults: [],
    probe: {
      ...healthyProbe(show.feedUrl),
      hops: [hop(show.feedUrl, 200, null)],
      range: null,
      media: null,
    },
    hosts: expect.any(Array),
    enclosures: checked.map(({ guid, enclosureUrl }) => ({ guid, ...healthyProbe(enclosureUrl), media })),
    totals: { healthy: 2, degraded: 0, unreachable: 0, inconclusive: 0 },
  });
  expect(document?.hosts.toSorted((one, other) => one.host.localeCompare(other.host))).toEqual(
    ["feeds.example", "media.example", "prefix.example"].map((host) => ({
      host,
      port: 443,
      expiresAt: instant,
      faults: [],
    })),
  );
});

test.concurrent("check --json of a file has no probe of its own", { timeout }, async (context) => {
  const { show, options, directory } = await openBench(context);
  const path = join(directory, "feed.xml");
  const url = show.episodes[0]?.enclosureUrl ?? "";
  const item = `<item><guid>a</guid><enclosure url="${url}" length="1" type="audio/mpeg"/></item>`;
  await writeFile(path, `<rss version="2.0"><channel><title>Kept</title>${item}</channel></rss>`);
  const run = await runEarshot(["check", "--json", ...options, path]);
  expect(run.code).toBe(0);
  expect(readDocuments(run)).toEqual([expect.objectContaining({ source: path, probe: null })]);
});

test.concurrent("standard input: an empty line is an input, and answers keep the order of the inputs", {
  timeout,
}, async (context) => {
  const { host, show, options } = await openBench(context);
  const urls = show.episodes.map(({ enclosureUrl }) => enclosureUrl);
  // The first is the last to be answered.
  host.setFault(urls[0]?.replace("https://prefix.example/track/", "") ?? "", { kind: "delay", delayMs: 400 });
  const inputs = [urls[0], "", urls[1], "not a url", urls[2]];
  const stdin = `${inputs.join("\n")}\n`;
  const run = await runEarshot(["probe", "--json", "--concurrency", "8", ...options, "-"], { stdin });
  expect(run.code).toBe(1);
  const documents = readDocuments(run) as readonly { readonly url: string; readonly verdict: string }[];
  expect(documents.map(({ url }) => url)).toEqual(inputs);
  expect(documents.map(({ verdict }) => verdict)).toEqual([
    "healthy",
    "unreachable",
    "healthy",
    "unreachable",
    "healthy",
  ]);
  expect(documents[1]).toMatchObject({
    faults: [expect.objectContaining({ code: "url.invalid", hop: null })],
    hops: [],
  });
});

test.concurrent("--now judges certificates as of then: exit 1", { timeout }, async (context) => {
  const { show, options } = await openBench(context);
  const url = show.episodes[0]?.enclosureUrl ?? "";
  const run = await runEarshot(["probe", "--json", "--now", "2099-01-01T00:00:00Z", ...options, url]);
  expect(run.code).toBe(1);
  const expired = expect.objectContaining({ code: "certificate.expired", hop: 0 });
  expect(readDocuments(run)).toEqual([
    expect.objectContaining({ at: "2099-01-01T00:00:00.000Z", faults: expect.arrayContaining([expired]) }),
  ]);
});

function isLineOrNull(value: unknown): boolean {
  return value === null || (Number.isInteger(value) && Number(value) > 0);
}
