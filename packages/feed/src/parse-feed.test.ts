import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { parseFeed } from "./parse-feed.ts";

const feed = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
<channel><title>Night &amp; Day</title><link>https://show.example/</link>
<item><title><![CDATA[One & only]]></title><guid isPermaLink="false"> 00123 </guid>
<pubDate>Tue, 01 Oct 2019 10:00:00 PDT</pubDate>
<enclosure url=" https://media.example/1.mp3?a=1&#038;b=2 " length="1234" type="audio/mpeg"/></item>
</channel></rss>`;

test("a plain feed gives its show and episodes without faults", async () => {
  const parsed = await parseFeed(Buffer.from(feed));
  expect(parsed.faults).toEqual([]);
  expect(parsed.complete).toBe(true);
  expect(parsed.feed).toMatchObject({ title: "Night & Day", format: "rss", link: "https://show.example/" });
  expect(parsed.episodes).toEqual([
    {
      guid: "00123",
      title: "One & only",
      publishedAt: "2019-10-01T17:00:00.000Z",
      enclosures: [
        { url: "https://media.example/1.mp3?a=1&b=2", type: "audio/mpeg", length: 1234, kind: "primary" },
      ],
    },
  ]);
});

test("however the bytes are cut into chunks, the result is the same", async () => {
  const whole = await parseFeed(Buffer.from(feed));
  async function* singly() {
    for (const byte of Buffer.from(feed)) yield Uint8Array.of(byte);
  }
  expect(await parseFeed(singly())).toEqual(whole);
});

test("bytes after the end of a compressed feed are told and do no harm", async () => {
  const parsed = await parseFeed(Buffer.concat([gzipSync(feed), Buffer.from("<!-- cached -->")]), {
    contentEncoding: "gzip",
  });
  expect(parsed.episodes).toHaveLength(1);
  expect(parsed.faults.map((fault) => fault.code)).toEqual(["feed.malformed"]);
});

test("what is no feed gives no feed", async () => {
  const codes = async (text: string) =>
    (await parseFeed(Buffer.from(text))).faults.map((fault) => fault.code);
  expect(await codes("<!DOCTYPE html><html><head><title>x</title></head><body></body></html>")).toContain(
    "feed.not-a-feed",
  );
  expect(await codes("upstream connect error")).toContain("feed.not-xml");
  expect(await codes("")).toEqual(["feed.not-xml"]);
  expect(await codes("\u0000\u0001<x>ID3\u0003")).toEqual(["feed.not-xml"]);
});

test("relative URLs of a file refer to the URL that the feed gives as its own", async () => {
  const text = `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
    <atom:link rel="self" href="https://feeds.example/show/feed.xml"/>
    <item><enclosure url="1.mp3" length="1" type="audio/mpeg"/></item></channel></rss>`;
  const urls = async (baseUrl: string | null) =>
    (await parseFeed(Buffer.from(text), { baseUrl })).episodes[0]?.enclosures.map(({ url }) => url);
  expect(await urls(null)).toEqual(["https://feeds.example/show/1.mp3"]);
  expect(await urls("https://moved.example/feed.xml")).toEqual(["https://moved.example/1.mp3"]);
});

test("a feed that names its own URL after its items gives relative URLs a base all the same", async () => {
  const item = (attributes: string, url: string) =>
    `<item${attributes}><enclosure url="${url}" length="1" type="audio/mpeg"/></item>`;
  const items = item("", "a/1.mp3") + item("", "https://media.example/2.mp3") + item(' a="b"', "/3.mp3");
  const self =
    '<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="self" href="https://show.example/f/feed.xml"/>';
  const parsed = await parseFeed(Buffer.from(`<rss><channel>${items}${self}</channel></rss>`));
  expect(parsed.episodes.map(({ enclosures }) => enclosures[0]?.url)).toEqual([
    "https://show.example/f/a/1.mp3",
    "https://media.example/2.mp3",
    "https://show.example/3.mp3",
  ]);
  expect(parsed.faults.map(({ code }) => code)).toEqual([
    "feed.invalid-enclosure-url",
    "feed.invalid-enclosure-url",
  ]);
});
