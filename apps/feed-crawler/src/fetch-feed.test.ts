import { createHash } from "node:crypto";
import { textAnswer } from "@earshot/podcast-host";
import { describe, expect, test } from "vitest";
import { openCrawlWorld } from "../test/open-crawl-world.ts";
import { fetchFeed } from "./fetch-feed.ts";

const { host, prober } = await openCrawlWorld();
const hostname = "fetch.example";
let shows = 0;

function addShow(episodes = 3) {
  return host.addShow({ hostname, title: `Fetched ${shows++}`, episodes });
}

function fetch(
  url: string,
  known: { readonly etag?: string | null; readonly lastModified?: string | null } = {},
) {
  return fetchFeed(prober, { url, etag: null, lastModified: null, deadlineMs: 5_000, ...known });
}

const codesOf = ({ probe }: Awaited<ReturnType<typeof fetch>>) => probe.faults.map(({ code }) => code);

describe("a feed", () => {
  test("is read with its validators, and the hash of the bytes as they came", async () => {
    const show = addShow();
    const fetched = await fetch(show.feedUrl);
    expect(fetched).toMatchObject({ notModified: false, permanentUrl: null, retryAfter: null });
    expect(fetched.parsed?.feed).toMatchObject({ title: show.title, format: "rss" });
    expect(fetched.parsed?.episodes).toHaveLength(3);
    expect(fetched.probe).toMatchObject({ verdict: "healthy", faults: [] });
    expect(fetched.etag).toMatch(/^".+"$/);
    expect(Date.parse(fetched.lastModified ?? "")).not.toBeNaN();
    expect(fetched.bodyHash).toMatch(/^[0-9a-f]{64}$/);
    expect((await fetch(show.feedUrl)).bodyHash).toBe(fetched.bodyHash);
    show.publish();
    expect((await fetch(show.feedUrl)).bodyHash).not.toBe(fetched.bodyHash);
  });

  test("that has not changed is not sent again, and keeps its validators", async () => {
    const show = addShow();
    const { etag, lastModified } = await fetch(show.feedUrl);
    for (const known of [{ etag }, { lastModified }, { etag, lastModified }]) {
      const again = await fetch(show.feedUrl, known);
      expect(again).toMatchObject({ notModified: true, parsed: null, bodyHash: null, ...known });
      expect(again.probe).toMatchObject({ verdict: "healthy", hops: [{ status: 304 }] });
    }
  });

  test("is asked for compressed, and read so", async () => {
    const show = addShow();
    const fetched = await fetch(show.feedUrl);
    expect(fetched.probe.hops[0]?.headers).toMatchObject({ "content-encoding": "gzip" });
    expect(fetched.parsed?.episodes).toHaveLength(3);
    expect(host.requests.recent({ hostname }).at(-1)?.userAgent).toMatch(/bot/i);
  });

  test("that is said not to have changed, though nobody had it yet, is no feed", async () => {
    host.setRoute(hostname, "/unasked.xml", { kind: "text", text: "", status: 304 });
    const fetched = await fetch(host.url(hostname, "/unasked.xml"));
    expect(fetched).toMatchObject({ notModified: false, parsed: null });
    expect(codesOf(fetched)).toEqual(["http.unexpected-status"]);
  });

  test("without validators has the hash of the bytes sent", async () => {
    const document = `<rss version="2.0"><channel><title>Plain</title></channel></rss>`;
    host.setRoute(hostname, "/plain.xml", {
      kind: "text",
      text: document,
      contentType: "application/rss+xml",
    });
    const fetched = await fetch(host.url(hostname, "/plain.xml"));
    expect(fetched.bodyHash).toBe(createHash("sha256").update(document).digest("hex"));
    expect(fetched).toMatchObject({ etag: null, lastModified: null });
  });
});

describe("a redirect", () => {
  test.each([
    [301, true],
    [308, true],
    [302, false],
    [307, false],
  ] as const)("%i is followed, and is permanent: %s", async (status, isPermanent) => {
    const show = addShow();
    host.setRoute(hostname, `/old-${status}.xml`, { kind: "redirect", to: show.feedUrl, status });
    const fetched = await fetch(host.url(hostname, `/old-${status}.xml`));
    expect(fetched.parsed?.feed?.title).toBe(show.title);
    expect(fetched.permanentUrl).toBe(isPermanent ? show.feedUrl : null);
    expect(fetched.probe.hops).toHaveLength(2);
  });

  test("that is permanent only up to a temporary one leads no further than there", async () => {
    const show = addShow();
    host.setRoute(hostname, "/a.xml", { kind: "redirect", to: host.url(hostname, "/b.xml"), status: 301 });
    host.setRoute(hostname, "/b.xml", { kind: "redirect", to: show.feedUrl, status: 302 });
    const { permanentUrl } = await fetch(host.url(hostname, "/a.xml"));
    expect(permanentUrl).toBe(host.url(hostname, "/b.xml"));
  });
});

describe("what is no feed", () => {
  test("a web page is told as such", async () => {
    host.setRoute(hostname, "/page", {
      kind: "text",
      text: "<!doctype html><p>Hello",
      contentType: "text/html",
    });
    const fetched = await fetch(host.url(hostname, "/page"));
    expect(fetched.parsed?.feed).toBeNull();
    expect(codesOf(fetched)).toEqual([expect.stringMatching(/^feed\.not-/)]);
    expect(fetched.probe.verdict).toBe("unreachable");
  });

  test.each([
    [404, "http.not-found"],
    [410, "http.gone"],
    [403, "http.forbidden"],
    [500, "http.server-error"],
  ])("%i gives nothing but its fault", async (status, code) => {
    host.setRoute(hostname, `/${status}`, { kind: "text", text: "No", status });
    const fetched = await fetch(host.url(hostname, `/${status}`), { etag: '"known"' });
    expect(fetched).toMatchObject({ parsed: null, bodyHash: null, etag: '"known"' });
    expect(codesOf(fetched)).toEqual([code]);
  });

  test("429 and 503 say when to come again, and are no verdict", async () => {
    for (const status of [429, 503]) {
      const headers = { "retry-after": "120" };
      host.setRoute(hostname, `/${status}`, { kind: "text", text: "Later", status, headers });
      const fetched = await fetch(host.url(hostname, `/${status}`));
      expect(fetched).toMatchObject({ retryAfter: "120", probe: { verdict: "inconclusive" } });
    }
  });
});

describe("a feed that is cut off", () => {
  test.each([
    ["closed", { kind: "cut", afterBytes: 900 }],
    ["reset", { kind: "answer-reset", afterBytes: 900 }],
  ] as const)("by a connection that is %s is not taken for a whole one", async (_, fault) => {
    const show = addShow(30);
    host.setRoute(hostname, "/cut.xml", {
      kind: "answer",
      answer: async () => textAnswer(200, "application/rss+xml", await plainFeed(show.feedUrl)),
    });
    host.setFault(`${hostname}/cut.xml`, fault);
    const fetched = await fetch(host.url(hostname, "/cut.xml"));
    host.clearFaults();
    expect(fetched.parsed?.complete ?? false).toBe(false);
    expect(fetched.probe.faults).not.toEqual([]);
  });

  test("by its deadline ends there", async () => {
    const show = addShow(30);
    host.setFault(new URL(show.feedUrl).host + new URL(show.feedUrl).pathname, {
      kind: "stall",
      afterBytes: 100,
    });
    const fetched = await fetchFeed(prober, {
      url: show.feedUrl,
      etag: null,
      lastModified: null,
      deadlineMs: 300,
    });
    host.clearFaults();
    expect(fetched.probe.verdict).toBe("unreachable");
    expect(codesOf(fetched)).toContain("http.stalled");
  });
});

async function plainFeed(url: string): Promise<string> {
  const document = await prober.openDocument({ url, headers: {}, deadlineMs: 5_000 });
  const pieces: Uint8Array[] = [];
  for await (const piece of document.answer?.body ?? []) pieces.push(piece);
  document.conclude([]);
  return Buffer.concat(pieces).toString("utf8");
}
