import { buildFault } from "@earshot/domain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openProbeBench, type ProbeBench } from "../test/probe-bench.ts";
import type { OpenDocument } from "./open-document.ts";

let bench: ProbeBench;

beforeAll(async () => {
  bench = await openProbeBench({ egress: { bodyIdleMs: 1_000 } });
  const text = {
    kind: "text",
    text: "<rss/>",
    contentType: "application/rss+xml",
    headers: { etag: '"1"' },
  } as const;
  bench.host.setRoute("feed.example", "/feed.xml", text);
});

afterAll(() => bench.close());

async function textOf(document: OpenDocument): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of document.answer?.body ?? []) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const url = "https://feed.example/feed.xml";

describe("openDocument", () => {
  test("gives the body, the headers and a probe", async () => {
    const document = await bench.prober.openDocument({ url, headers: { accept: "application/rss+xml" } });
    expect(await textOf(document)).toBe("<rss/>");
    expect(document.answer).toMatchObject({ status: 200, url, permanentUrl: null, headers: { etag: '"1"' } });
    const fault = buildFault("feed.no-enclosures");
    const probe = document.conclude([fault]);
    expect(probe).toMatchObject({ url, verdict: "degraded", faults: [fault], range: null, media: null });
    expect(probe).toMatchObject({
      hops: [{ status: 200, host: "feed.example" }],
      firstBytes: "3c7273732f3e",
    });
    expect(probe.expiresAt).not.toBeNull();
  });

  test("tells where permanent redirects lead, and temporary ones not", async () => {
    const go = (to: string, status: 301 | 302 | 308) => ({ kind: "redirect", to, status }) as const;
    bench.host.setRoute("moved.example", "/all", go("https://moved.example/then", 301));
    bench.host.setRoute("moved.example", "/then", go(url, 308));
    bench.host.setRoute("moved.example", "/part", go("https://moved.example/temporary", 301));
    bench.host.setRoute("moved.example", "/temporary", go(url, 302));
    const permanent = async (path: string) => {
      const document = await bench.prober.openDocument({ url: `https://moved.example${path}` });
      document.conclude([]);
      return document.answer?.permanentUrl;
    };
    expect(await permanent("/all")).toBe(url);
    expect(await permanent("/part")).toBe("https://moved.example/temporary");
    expect(await permanent("/temporary")).toBeNull();
  });

  test.each([
    [404, {}, "http.not-found", "unreachable", null],
    [429, { "retry-after": "120" }, "http.rate-limited", "inconclusive", "120"],
    [206, {}, "http.unexpected-status", "unreachable", null],
  ] as const)("status %d is a fault", async (status, headers, code, verdict, retryAfter) => {
    bench.host.setFault(`s${status}.example`, { kind: "status", status, headers });
    const document = await bench.prober.openDocument({ url: `https://s${status}.example/feed.xml` });
    expect(document).toMatchObject({ answer: null, retryAfter });
    expect(document.conclude([])).toMatchObject({ verdict, faults: [{ code, hop: 0 }], hops: [{ status }] });
  });

  test("304 has no body and no fault", async () => {
    bench.host.setFault("same.example", { kind: "status", status: 304 });
    const document = await bench.prober.openDocument({ url: "https://same.example/feed.xml" });
    expect(document.answer?.status).toBe(304);
    expect(document.conclude([])).toMatchObject({ verdict: "healthy", faults: [] });
  });

  test("a body that breaks off is told at the end", async () => {
    bench.host.setFault("broken.example", { kind: "cut", afterBytes: 500 });
    const document = await bench.prober.openDocument({ url: "https://broken.example/a.mp3" });
    expect(await textOf(document)).toHaveLength(500);
    expect(document.conclude([])).toMatchObject({
      verdict: "unreachable",
      faults: [{ code: "range.short-body", hop: 0 }],
    });
  });

  test("a document that is too large is read no further", async () => {
    const document = await bench.prober.openDocument({
      url: "https://large.example/a.mp3",
      bytesMax: 200_000,
    });
    const text = await textOf(document);
    expect(text.length).toBeLessThanOrEqual(200_000);
    expect(document.conclude([]).faults.map((one) => one.code)).toEqual(["feed.too-large"]);
    await expect.poll(bench.openConnections).toBeLessThan(12);
  });

  test("a reader that stops early leaves no connection behind", async () => {
    const before = bench.openConnections();
    const document = await bench.prober.openDocument({ url: "https://early.example/a.mp3" });
    for await (const _chunk of document.answer?.body ?? []) break;
    expect(document.conclude([]).verdict).toBe("healthy");
    await expect.poll(bench.openConnections).toBe(before);
  });

  test("a URL that is none", async () => {
    const document = await bench.prober.openDocument({ url: "feed.xml" });
    expect(document.answer).toBeNull();
    expect(document.conclude([])).toMatchObject({
      verdict: "unreachable",
      faults: [{ code: "url.invalid" }],
    });
  });
});
