import fc from "fast-check";
import { SaxesParser } from "saxes";
import { expect, test } from "vitest";
import { parseFeed } from "../src/index.ts";
import { buildExampleFeed, exampleUrl } from "./example-feed.ts";

// The same inputs on every run; change it to search further.
const seed = 20_261_123;

const itemCount = 5;
const feed = buildExampleFeed(itemCount);
const fragments = [
  "<",
  ">",
  "&",
  '"',
  "'",
  "/",
  "<![CDATA[",
  "]]>",
  "<!--",
  "-->",
  "<?",
  "?>",
  "</item>",
  "<item>",
  "</channel>",
  "</rss>",
  '<enclosure url="https://media.example/x.mp3"/>',
  "&amp;",
  "&#0;",
  "&foo;",
  "&eacute;",
  "\u0001",
  "<b>",
  "</b>",
  "<br>",
  "<title>",
  "</title>",
  "<a b=c>",
  '<a b="1" b="2">',
  "<q:b/>",
  "--",
  "<a b='<'/>",
  '<media:group><media:content url="https://media.example/g.mp3"/></media:group>',
  '<media:content url="https://media.example/m.mp3"><media:title>m</media:title></media:content>',
  ' xml:base="https://other.example/"',
  " xmlns='urn:x'",
  "<guid/>",
  "<entry>",
  "\r\n",
];

const at = fc.nat(feed.length - 1);
const mutation = fc.oneof(
  fc.record({ kind: fc.constant("delete"), at, length: fc.integer({ min: 1, max: 300 }) }),
  fc.record({ kind: fc.constant("cut"), at }),
  fc.record({ kind: fc.constant("flip"), at, code: fc.integer({ min: 33, max: 126 }) }),
  fc.record({ kind: fc.constant("duplicate"), at, length: fc.integer({ min: 1, max: 300 }) }),
  fc.record({ kind: fc.constant("insert"), at, text: fc.constantFrom(...fragments) }),
  fc.record({ kind: fc.constant("nest"), at, from: at, length: fc.integer({ min: 1, max: 600 }) }),
);

type Mutation = { kind: string; at: number; length?: number; code?: number; text?: string; from?: number };

function mutate(
  text: string,
  { kind, at: index, length = 0, code = 0, text: inserted = "", from = 0 }: Mutation,
): string {
  const [before, after] = [text.slice(0, index), text.slice(index)];
  if (kind === "delete") return before + after.slice(length);
  if (kind === "cut") return before;
  if (kind === "flip") return before + String.fromCharCode(code) + after.slice(1);
  if (kind === "duplicate") return before + after.slice(0, length) + after;
  return before + (kind === "nest" ? feed.slice(from, from + length) : inserted) + after;
}

/** The first complaint of a strict parser with namespaces, or null. */
function strictComplaint(xml: string): string | null {
  const parser = new SaxesParser({ xmlns: true });
  // It reads no document type declarations.
  Object.assign(parser.ENTITIES, { nbsp: "\u00a0", firm: "x" });
  let complaint: string | null = null;
  parser.on("error", (error) => {
    complaint ??= error.message;
  });
  parser.write(xml).close();
  return complaint;
}

test("the example is well-formed and read without a fault", async () => {
  expect(strictComplaint(feed)).toBeNull();
  const parsed = await parseFeed(Buffer.from(feed));
  expect(parsed.faults).toEqual([]);
  expect(parsed.episodes.map((episode) => episode.enclosures[0]?.url)).toEqual(
    [1, 2, 3, 4, 5].map(exampleUrl),
  );
});

test("a feed that a strict parser refuses is never without a fault", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
      const mutated = mutations.reduce(mutate, feed);
      const parsed = await parseFeed(Buffer.from(mutated));
      if (strictComplaint(mutated) !== null) expect(parsed.faults).not.toEqual([]);
    }),
    { numRuns: 400, seed },
  );
});

test("no mutation loses an enclosure silently", async () => {
  await fc.assert(
    fc.asyncProperty(mutation, async (one) => {
      const mutated = mutate(feed, one);
      const parsed = await parseFeed(Buffer.from(mutated));
      const urls = new Set(parsed.episodes.flatMap((episode) => episode.enclosures.map(({ url }) => url)));
      // What still stands in the text as an enclosure must come out, or a fault must say that something is wrong.
      for (let number = 1; number <= itemCount; number++) {
        if (
          mutated.includes(`<enclosure url="${exampleUrl(number).replaceAll("&", "&amp;")}"`) &&
          !urls.has(exampleUrl(number))
        ) {
          expect(parsed.faults).not.toEqual([]);
        }
      }
    }),
    { numRuns: 400, seed },
  );
});

test("items read in one pass come out as those read token by token", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { maxLength: 4 }), async (mutations) => {
      const mutated = Buffer.from(mutations.reduce(mutate, feed));
      const careful = await parseFeed(mutated, { limits: { plainItemCharsMax: 0 } });
      expect(await parseFeed(mutated)).toEqual(careful);
    }),
    { numRuns: 400, seed },
  );
});
