import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { XMLParser } from "fast-xml-parser";
import { expect, test } from "vitest";
import { parseFeed } from "../src/index.ts";

// The same inputs on every run; change it to search further.
const seed = 20_261_123;

/** Bytes in chunks cut at the places given. */
async function* chunked(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const places = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
  let from = 0;
  for (const place of [...places, bytes.length]) {
    yield bytes.subarray(from, place);
    from = place;
  }
}

const token = fc.constantFrom(
  "<rss>",
  "<channel>",
  "<item>",
  "</item>",
  "</channel>",
  "</rss>",
  "<title>",
  "</title>",
  "<enclosure url=",
  '"',
  "'",
  "https://a.example/1.mp3",
  "/>",
  ">",
  "<",
  "&",
  ";",
  "&amp;",
  "<![CDATA[",
  "]]>",
  "<!--",
  "-->",
  "<?xml ",
  "?>",
  "<!DOCTYPE rss [",
  "<!ENTITY a '",
  "]>",
  "&a;",
  " ",
  "\n",
  "xmlns=",
  "é",
  "\u0000",
  "{",
  "}",
  "[",
  '"items":[',
  '{"version":"https://jsonfeed.org/version/1",',
);

test("any bytes end in a result, the same however they arrive", async () => {
  const anything = fc.oneof(
    fc.uint8Array({ maxLength: 2_000 }),
    fc.array(token, { maxLength: 200 }).map((tokens) => Buffer.from(tokens.join(""))),
    fc.array(token, { maxLength: 100 }).map((tokens) => gzipSync(tokens.join(""))),
  );
  const cuts = fc.array(fc.nat(4_000), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(anything, cuts, async (bytes, places) => {
      const whole = await parseFeed(bytes);
      expect(await parseFeed(chunked(bytes, places))).toEqual(whole);
      expect(whole.faults.length).toBeLessThan(200);
      if (whole.feed === null) expect(whole.episodes).toEqual([]);
    }),
    { numRuns: 400, seed },
  );
});

const text = fc.string({
  unit: fc.constantFrom("a", "B", " ", "é", "<", ">", "&", '"', "'", "]]", "--", "猫"),
  maxLength: 20,
});
const escapeXml = (value: string) =>
  value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const written = fc.record({ value: text, cdata: fc.boolean() }).map(({ value, cdata }) => ({
  value: cdata ? value.replaceAll("]]", "") : value,
  xml: cdata ? `<![CDATA[${value.replaceAll("]]", "")}]]>` : escapeXml(value),
}));
const noise = fc.constantFrom(
  "",
  "\n",
  "<!-- <item> -->",
  "<?pi x?>",
  "<description><![CDATA[</item><item>]]></description>",
  "<x:y xmlns:x='urn:z'><x:item><title>no</title></x:item></x:y>",
  "<category/>",
);
const item = fc.record({
  title: written,
  guid: written,
  file: fc.nat(9_999),
  noise: fc.array(noise, { maxLength: 3 }),
});

test("splitting gives what parsing the whole gives, for every well-formed feed", async () => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    parseTagValue: false,
    isArray: (name) => name === "item",
  });
  await fc.assert(
    fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 6 }), async (items) => {
      const body = items.map(
        ({ title, guid, file, noise: between }) =>
          `<item>${between.join("")}<title>${title.xml}</title>${between.join("")}<guid>${guid.xml}</guid><enclosure url="https://m.example/${file}.mp3?a=1&amp;b=2" length="1" type="audio/mpeg"/></item>`,
      );
      const xml = `<rss version="2.0"><channel><title>T</title>${body.join("\n")}</channel></rss>`;
      const parsed = await parseFeed(Buffer.from(xml));
      const orNull = (value: string) => (value.trim() === "" ? null : value.trim());
      expect(parsed.episodes.map(({ title, guid }) => ({ title, guid }))).toEqual(
        items.map(({ title, guid }) => ({ title: orNull(title.value), guid: orNull(guid.value) })),
      );
      const whole: { "@_url": string }[] = parser
        .parse(xml)
        .rss.channel.item.map((one: { enclosure: unknown }) => one.enclosure);
      expect(parsed.episodes.map((episode) => episode.enclosures[0]?.url)).toEqual(
        whole.map((one) => one["@_url"]),
      );
      expect(
        parsed.faults
          .filter(({ severity, code }) => code === "feed.malformed" && severity === "warning")
          .filter(({ message }) => !/contains the markup|not listed/.test(message)),
      ).toEqual([]);
    }),
    { numRuns: 200, seed },
  );
});
