import { createReadStream, readFileSync, statSync } from "node:fs";
import type { SaxesParser } from "saxes";

/** What every parser must have found, so that all did the same work. */
export interface Found {
  readonly items: number;
  readonly urlChars: number;
}

/** One contender: prepares itself (imports), then parses the file. */
export type Contender = () => Promise<(path: string) => Promise<Found>>;

const smallBytes = 4_000_000;
const asArray = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

function count(urls: Iterable<unknown>): Found {
  let [items, urlChars] = [0, 0];
  for (const url of urls) {
    items++;
    urlChars += String(url ?? "").length;
  }
  return { items, urlChars };
}

function watchSaxes(parser: SaxesParser, urls: string[]): void {
  let text = "";
  // The same fields are gathered as everyone else gathers: guid, title, date and enclosure of each item.
  const fields: string[] = [];
  parser.on("opentag", (tag) => {
    text = "";
    if (tag.name === "enclosure") urls.push(String(tag.attributes["url"]));
  });
  parser.on("text", (piece) => {
    text += piece;
  });
  parser.on("closetag", (tag) => {
    if (tag.name === "title" || tag.name === "guid" || tag.name === "pubDate") fields.push(text);
  });
}

/** All contenders by name. Those that cannot stream are given the whole text, as their users must. */
export const contenders: Readonly<Record<string, Contender>> = {
  earshot: async () => {
    const { parseFeed } = await import("../src/index.ts");
    return async (path) => {
      // Opening a stream on a small file takes longer than parsing it; all others read theirs in one step, too.
      const isSmall = statSync(path).size < smallBytes;
      const source = isSmall ? readFileSync(path) : createReadStream(path, { highWaterMark: 262_144 });
      const parsed = await parseFeed(source, { limits: { decompressedBytesMax: 1e9 } });
      return count(
        parsed.episodes.flatMap((episode) =>
          episode.enclosures.filter(({ kind }) => kind === "primary").map(({ url }) => url),
        ),
      );
    };
  },
  saxes: async () => {
    const { SaxesParser: Parser } = await import("saxes");
    return async (path) => {
      const parser = new Parser();
      const urls: string[] = [];
      watchSaxes(parser, urls);
      for await (const chunk of createReadStream(path, { highWaterMark: 262_144, encoding: "utf8" }))
        parser.write(chunk);
      parser.close();
      return count(urls);
    };
  },
  "fast-xml-parser": async () => {
    const { XMLParser } = await import("fast-xml-parser");
    return async (path) => {
      const parsed = new XMLParser({ ignoreAttributes: false }).parse(readFileSync(path, "utf8"));
      return count(asArray(parsed.rss.channel.item).map((item) => Object(item).enclosure?.["@_url"]));
    };
  },
  feedsmith: async () => {
    const { parseRssFeed } = await import("feedsmith");
    return async (path) => {
      const feed = parseRssFeed(readFileSync(path, "utf8"));
      return count(
        (feed.items ?? []).flatMap((item) => (item.enclosures ?? []).map((enclosure) => enclosure.url)),
      );
    };
  },
  "rss-parser": async () => {
    const { default: Parser } = await import("rss-parser");
    return async (path) => {
      const feed = await new Parser().parseString(readFileSync(path, "utf8"));
      return count(feed.items.map((item) => item.enclosure?.url));
    };
  },
  "podcast-partytime": async () => {
    const { parseFeed } = await import("podcast-partytime");
    return async (path) => {
      const feed = parseFeed(readFileSync(path, "utf8"));
      return count((feed?.items ?? []).map((item) => item.enclosure.url));
    };
  },
};
