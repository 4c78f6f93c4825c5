import type { FaultCode } from "@earshot/domain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openProbeBench, type ProbeBench } from "../test/probe-bench.ts";
import type { HopHost } from "./follow-redirects.ts";

let bench: ProbeBench;

beforeAll(async () => {
  bench = await openProbeBench();
});

afterAll(() => bench.close());

const probe = (url: string) => bench.prober.probeEnclosure({ url });
const codesOf = (faults: readonly { code: FaultCode; hop: number | null }[]) =>
  faults.map((one) => [one.code, one.hop]);

function servePlaylist(hostname: string, path: string, text: string): void {
  bench.host.setRoute(hostname, path, { kind: "text", text, contentType: "application/vnd.apple.mpegurl" });
}

const mediaPlaylist = (uri: string, extra = "") =>
  `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n${extra}#EXTINF:9.9,\n${uri}\n#EXT-X-ENDLIST\n`;

describe("an HLS playlist", () => {
  test("is followed over its first variant to its first segment", async () => {
    servePlaylist(
      "hls.example",
      "/master.m3u8",
      "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=64000\nlow/list.m3u8\n",
    );
    servePlaylist("hls.example", "/low/list.m3u8", mediaPlaylist("0.ts"));
    const found = await probe("https://hls.example/master.m3u8");
    expect(found).toMatchObject({ verdict: "healthy", faults: [] });
    expect(found.hops.map((hop) => hop.url)).toEqual([
      "https://hls.example/master.m3u8",
      "https://hls.example/low/list.m3u8",
      "https://hls.example/low/0.ts",
    ]);
    expect(found.media?.sniffedType).toBe("application/vnd.apple.mpegurl");
  });

  test("tells of a segment that is gone, at its hop", async () => {
    servePlaylist("hls-gone.example", "/a.m3u8", mediaPlaylist("https://segments.example/0.ts"));
    bench.host.setFault("segments.example", { kind: "status", status: 404 });
    const found = await probe("https://hls-gone.example/a.m3u8");
    expect(found.verdict).toBe("unreachable");
    expect(codesOf(found.faults)).toEqual([["http.not-found", 1]]);
  });

  test("asks only for the byte range that it names", async () => {
    servePlaylist("hls-range.example", "/a.m3u8", mediaPlaylist("all.ts", "#EXT-X-BYTERANGE:940@1880\n"));
    expect((await probe("https://hls-range.example/a.m3u8")).verdict).toBe("healthy");
    const [request] = bench.host.requests.recent({ hostname: "hls-range.example", path: "/all.ts" });
    expect(request?.range).toBe("bytes=1880-2819");
  });

  test("without a segment is nothing to hear, and one that names itself ends", async () => {
    servePlaylist("hls-empty.example", "/a.m3u8", "#EXTM3U\n");
    expect(codesOf((await probe("https://hls-empty.example/a.m3u8")).faults)).toEqual([
      ["media.not-media", 0],
    ]);
    servePlaylist("hls-self.example", "/a.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\na.m3u8\n");
    const self = await probe("https://hls-self.example/a.m3u8");
    expect(self.verdict).toBe("unreachable");
    expect(self.hops.length).toBeLessThan(6);
  });

  test("with encrypted segments is not judged by their bytes", async () => {
    servePlaylist(
      "hls-key.example",
      "/a.m3u8",
      mediaPlaylist("0.bin", '#EXT-X-KEY:METHOD=AES-128,URI="k"\n'),
    );
    bench.host.setRoute("hls-key.example", "/0.bin", { kind: "text", text: "opaque" });
    expect((await probe("https://hls-key.example/a.m3u8")).verdict).toBe("healthy");
  });
});

describe("an ID3 tag larger than the window", () => {
  test("is stepped over by one more small range", async () => {
    bench.host.setRoute("tag.example", "/a.mp3", {
      kind: "media",
      media: { kind: "mp3", id3Bytes: 300_000 },
    });
    expect(await probe("https://tag.example/a.mp3")).toMatchObject({
      verdict: "healthy",
      faults: [],
      hops: [{ status: 206 }],
    });
    const ranges = bench.host.requests.recent({ hostname: "tag.example" }).map((request) => request.range);
    expect(ranges).toEqual(["bytes=0-4095", "bytes=300000-304095"]);
  });

  test("without audio behind it is a warning", async () => {
    const tag = Buffer.alloc(20_000);
    tag.write("ID3\x04\0\0\0\0\x40\0", 0, "latin1");
    const read = (start: number, end: number) => tag.subarray(start, end);
    bench.host.setRoute("hollow.example", "/a.mp3", {
      kind: "answer",
      answer: async (request) => {
        const [, first = 0, last = 0] = /(\d+)-(\d+)/.exec(request.headers.range ?? "")?.map(Number) ?? [];
        const end = Math.min(last, tag.length - 1);
        const headers = {
          "content-range": `bytes ${first}-${end}/${tag.length}`,
          "content-type": "audio/mpeg",
        };
        return {
          status: 206,
          headers,
          body: { totalBytes: end - first + 1, read: (from, to) => read(first + from, first + to) },
        };
      },
    });
    const found = await probe("https://hollow.example/a.mp3");
    expect(found).toMatchObject({
      verdict: "degraded",
      faults: [{ code: "media.not-media", severity: "warning", hop: 0 }],
    });
  });
});

describe("a HEAD sample", () => {
  const sample = (url: string) => bench.prober.probeEnclosure({ url, sampleHead: true });

  test("is answered like GET by a good host, after GET", async () => {
    expect(await sample("https://head.example/a.mp3")).toMatchObject({ verdict: "healthy", faults: [] });
    const methods = bench.host.requests.recent({ hostname: "head.example" }).map((request) => request.method);
    expect(methods).toEqual(["GET", "HEAD"]);
  });

  test("that is refused is a warning at its hop", async () => {
    bench.host.setRoute("prefix-head.example", "/*", { kind: "prefix" });
    bench.host.setFault("no-head.example", { kind: "status", status: 405 }, { method: "HEAD" });
    const found = await sample("https://prefix-head.example/no-head.example/a.mp3");
    expect(found).toMatchObject({ verdict: "degraded", faults: [{ code: "head.rejected", hop: 1 }] });
  });

  test("that is refused on a signed URL says nothing", async () => {
    bench.host.setRoute("signing.example", "/*", {
      kind: "redirect",
      to: "https://signed.example/a.mp3?Expires=1&Signature=x",
    });
    bench.host.setFault("signed.example", { kind: "status", status: 403 }, { method: "HEAD" });
    const found = await sample("https://signing.example/a.mp3");
    expect(found).toMatchObject({ verdict: "healthy", faults: [] });
    expect(JSON.stringify(found)).not.toContain("Signature=x");
    expect(found.hops[1]?.url).toBe("https://signed.example/a.mp3?Expires=redacted&Signature=redacted");
  });
});

describe("cookies", () => {
  test("are sent back along one chain, so that a redirect to the same URL is no loop, and then forgotten", async () => {
    const cookies: (string | undefined)[] = [];
    bench.host.setRoute("cookie.example", "/a.mp3", {
      kind: "answer",
      answer: async (request) => {
        cookies.push(request.headers.cookie);
        const empty = { totalBytes: 0, read: () => Buffer.alloc(0) };
        if (request.headers.cookie === "seen=1")
          return { status: 302, headers: { location: "https://media.example/b.mp3" }, body: empty };
        return { status: 302, headers: { location: "/a.mp3", "set-cookie": "seen=1; Path=/" }, body: empty };
      },
    });
    for (let round = 0; round < 2; round += 1) {
      const found = await probe("https://cookie.example/a.mp3");
      expect(found).toMatchObject({ verdict: "healthy", faults: [] });
      expect(found.hops[0]?.headers?.["set-cookie"]).toBe("seen=redacted; Path=/");
    }
    expect(cookies).toEqual([undefined, "seen=1", undefined, "seen=1"]);
  });
});

describe("bounds", () => {
  test("a file of two gigabytes whose host ignores ranges costs a few kilobytes", async () => {
    bench.host.setRoute("huge.example", "/a.mp3", {
      kind: "media",
      media: { totalBytes: 2_000_000_000 },
      ranges: false,
    });
    const found = await probe("https://huge.example/a.mp3");
    expect(found).toMatchObject({ verdict: "degraded", faults: [{ code: "range.ignored" }] });
    expect(found.range).toMatchObject({ status: 200, receivedBytes: 4_096, totalBytes: 2_000_000_000 });
  });

  test("a chain ends by its deadline, wherever the time went", async () => {
    bench.host.setFault("slow-end.example", { kind: "hang" });
    const found = await bench.prober.probeEnclosure({
      url: "https://slow-end.example/a.mp3",
      deadlineMs: 700,
    });
    expect(codesOf(found.faults)).toEqual([["http.timeout", 0]]);
  });

  test("a stranger's text is recorded in bounds and printable", async () => {
    const head = `HTTP/1.1 206 OK\nX: a\0b\x1b[31mc\nContent-Range: bytes ${"9".repeat(3_000)}\nContent-Length: 5\n\nhello`;
    bench.host.setFault("hostile.example", { kind: "raw", bytes: head });
    const found = await probe("https://hostile.example/a.mp3");
    const record = JSON.stringify(found);
    expect(found.hops[0]?.headers?.["x"]).toBe("a\ufffdb\ufffd[31mc");
    expect(record).not.toMatch(/\\u00(0|1)/);
    expect(record.length).toBeLessThan(8_000);
    expect(found.faults.every((one) => one.message.length < 600)).toBe(true);
  });

  test("a probe is put off when a later host has no room, and asks for each host once", async () => {
    bench.host.setRoute("first.example", "/*", { kind: "prefix" });
    const url = "https://first.example/second.example/a.mp3";
    const asked: string[] = [];
    let freed = 0;
    const admitted = await bench.prober.probeAdmitted({ url }, async (host) => {
      asked.push(`${host.hostname}:${host.port} ${host.hop}`);
      return () => {
        freed += 1;
      };
    });
    expect(admitted.probe?.verdict).toBe("healthy");
    expect({ asked, freed }).toEqual({ asked: ["second.example:443 1"], freed: 1 });
    const deferred = await bench.prober.probeAdmitted({ url }, async () => null);
    expect(deferred).toEqual({
      deferred: {
        ...{ hostname: "second.example", port: 443, tls: true, hop: 1 },
        ...{ returning: false, held: false },
      },
      probe: null,
    });
  });

  /** Lets a probe in everywhere but at what `refuses` names, and notes who came. */
  async function probeAt(url: string, refuses: (host: HopHost) => boolean = () => false) {
    const asked: string[] = [];
    let held = 0;
    const outcome = await bench.prober.probeAdmitted({ url }, async (host) => {
      const { hostname, hop, returning, held: isHeld } = host;
      asked.push([hostname, hop, ...(returning ? ["again"] : []), ...(isHeld ? ["held"] : [])].join(" "));
      if (refuses(host)) return null;
      held += 1;
      return () => {
        held -= 1;
      };
    });
    return { outcome, asked, held };
  }

  test("the range behind a large tag is asked for in its host's time, or left out", async () => {
    const media = { kind: "mp3", id3Bytes: 300_000 } as const;
    bench.host.setRoute("tag-turn.example", "/a.mp3", { kind: "media", media });
    const url = "https://tag-turn.example/a.mp3";
    const { outcome, asked } = await probeAt(url);
    expect(outcome.probe?.verdict).toBe("healthy");
    expect(asked).toEqual(["tag-turn.example 0 again held"]);
    const requests = () => bench.host.requests.count({ hostname: "tag-turn.example" });
    expect(requests()).toBe(2);
    const without = await probeAt(url, () => true);
    expect(without.outcome.probe?.verdict).toBe("healthy");
    expect(requests()).toBe(3);
  });

  test("a playlist's parts are asked for in their hosts' time; without a turn the whole probe is put off", async () => {
    const text = mediaPlaylist("https://hls-part.example/0.ts");
    servePlaylist("hls-turn.example", "/a.m3u8", text);
    const url = "https://hls-turn.example/a.m3u8";
    const { outcome, asked, held } = await probeAt(url);
    expect(outcome.probe?.verdict).toBe("healthy");
    expect({ asked, held }).toEqual({ asked: ["hls-part.example 0"], held: 0 });
    const without = await probeAt(url, () => true);
    expect(without.outcome).toMatchObject({ deferred: { hostname: "hls-part.example" }, probe: null });
    expect(bench.host.requests.count({ hostname: "hls-part.example" })).toBe(1);
  });
});
