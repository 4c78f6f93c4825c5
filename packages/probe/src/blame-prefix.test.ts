import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openProbeBench, type ProbeBench } from "../test/probe-bench.ts";
import { knownHostOf } from "./host-roles.ts";
import { urlWithoutPrefix } from "./url-without-prefix.ts";

describe("urlWithoutPrefix", () => {
  test.each([
    [
      "https://dts.podtrac.com/redirect.mp3/chrt.fm/track/A1/traffic.megaphone.fm/X.mp3?u=1",
      "https://chrt.fm/track/A1/traffic.megaphone.fm/X.mp3?u=1",
    ],
    ["https://www.podtrac.com/pts/redirect.mp3/media.example/a.mp3", "https://media.example/a.mp3"],
    ["https://pdst.fm/e/https://media.example/a.mp3", "https://media.example/a.mp3"],
    ["https://op3.dev/e,pg=1/http://media.example/a.mp3", "http://media.example/a.mp3"],
    ["https://op3.dev/e/https:/media.example/a.mp3", "https://media.example/a.mp3"],
    ["https://2.gum.fm/op3.dev/e/media.example/a.mp3", "https://op3.dev/e/media.example/a.mp3"],
    ["https://media.blubrry.com/show_1/media.example:8443/a.b.mp3", "https://media.example:8443/a.b.mp3"],
    ["https://pscrb.fm/rss/p/media.example/a%20b.mp3", "https://media.example/a%20b.mp3"],
  ])("%s", (url, origin) => {
    expect(urlWithoutPrefix(new URL(url))?.href).toBe(origin);
  });

  test.each([
    "https://media.example/e/other.example/a.mp3",
    "https://pdst.fm/",
    "https://pdst.fm/e/a.mp3",
    "https://pdst.fm/e/media.example",
    "https://traffic.megaphone.fm/a.example/X.mp3",
  ])("%s has none", (url) => {
    expect(urlWithoutPrefix(new URL(url))).toBeNull();
  });
});

test("knownHostOf tells role and name by the longest domain", () => {
  expect(knownHostOf("Traffic.Megaphone.FM.")).toMatchObject({ role: "host", name: "Megaphone" });
  expect(knownHostOf("tr.ausha.co")).toMatchObject({ role: "prefix" });
  expect(knownHostOf("feed.ausha.co")).toMatchObject({ role: "host" });
  expect(knownHostOf("d1.cloudfront.net")).toMatchObject({ role: "cdn", name: "Amazon CloudFront" });
  expect(knownHostOf("notmegaphone.fm")).toBeNull();
  expect(knownHostOf("127.0.0.1")).toBeNull();
});

describe("a failing prefix", () => {
  let bench: ProbeBench;
  beforeAll(async () => {
    bench = await openProbeBench({ host: { standIn: { followPrefixes: true } } });
  });
  afterAll(() => bench.close());

  const url = "https://dts.podtrac.com/redirect.mp3/media.example/a.mp3";

  test("works as long as it works", async () => {
    expect(await bench.prober.probeEnclosure({ url })).toMatchObject({
      verdict: "healthy",
      hops: [{ status: 302 }, { status: 206 }],
    });
    expect(bench.host.requests.count({ hostname: "media.example" })).toBe(1);
  });

  test("is told apart from its origin", async () => {
    await bench.host.renewCertificate("pdst.fm", { variant: "expired" });
    const probe = await bench.prober.probeEnclosure({
      url: "https://dts.podtrac.com/redirect.mp3/pdst.fm/e/media.example/a.mp3",
    });
    expect(probe).toMatchObject({
      verdict: "unreachable",
      faults: [{ code: "certificate.expired", hop: 1 }],
    });
    expect(probe.faults[0]?.message).toContain("The origin is fine without pdst.fm");
    expect(probe.hops).toHaveLength(2);
  });

  test("is not blamed alone when the origin fails too, nor asked around when something else fails", async () => {
    bench.host.setFault("chrt.fm", { kind: "status", status: 500 });
    bench.host.setFault("gone.example", { kind: "status", status: 404 });
    const both = await bench.prober.probeEnclosure({ url: "https://chrt.fm/track/1/gone.example/a.mp3" });
    expect(both.faults).toMatchObject([{ code: "http.server-error", hop: 0 }]);
    expect(both.faults[0]?.message).toContain("does not answer well without chrt.fm either");
    const before = bench.host.requests.count({ hostname: "gone.example" });
    const origin = await bench.prober.probeEnclosure({ url: "https://op3.dev/e/gone.example/a.mp3" });
    expect(origin.faults).toMatchObject([{ code: "http.not-found", hop: 1 }]);
    expect(origin.faults[0]?.message).not.toContain("op3.dev");
    expect(bench.host.requests.count({ hostname: "gone.example" })).toBe(before + 1);
  });
});
