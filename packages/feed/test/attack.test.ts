import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { parseFeed } from "../src/index.ts";

const last =
  '<item><guid>last</guid><enclosure url="https://m.example/last.mp3" length="1" type="audio/mpeg"/></item>';
const rss = (inside: string) =>
  `<rss version="2.0"><channel><title>t</title>${inside}${last}</channel></rss>`;
const entities = (subset: string) => `<!DOCTYPE rss [${subset}]>`;

/** Input that would take minutes or gigabytes if any step were not linear and bounded. `keepsLast`: what follows is read. */
const attacks: readonly { name: string; bytes: string | Uint8Array; keepsLast: boolean }[] = [
  {
    name: "billion laughs",
    bytes:
      entities(
        `<!ENTITY a0 "lol">${Array.from({ length: 20 }, (_, n) => `<!ENTITY a${n + 1} "${`&a${n};`.repeat(10)}">`).join("")}`,
      ) + rss("<item><title>&a20;</title></item>"),
    keepsLast: true,
  },
  {
    name: "quadratic expansion",
    bytes:
      entities(`<!ENTITY a "${"x".repeat(9_000)}">`) +
      rss(`<item><title>${"&a;".repeat(1_000)}</title></item>`.repeat(200)),
    keepsLast: true,
  },
  {
    name: "external entities",
    bytes:
      entities('<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://127.0.0.1:1/x"> %p;') +
      rss("<item><title>&x;</title></item>"),
    keepsLast: true,
  },
  { name: "depth", bytes: rss("<a>".repeat(300_000) + "</a>".repeat(300_000)), keepsLast: true },
  { name: "depth without end tags", bytes: rss("<a>".repeat(500_000)), keepsLast: true },
  {
    name: "a hundred thousand attributes",
    bytes: rss(
      `<item><enclosure ${Array.from({ length: 1e5 }, (_, n) => `a${n}="${n}"`).join(" ")}/></item>`,
    ),
    keepsLast: true,
  },
  { name: "a megabyte name", bytes: rss(`<${"n".repeat(1e6)}>`), keepsLast: true },
  { name: "comments", bytes: rss(`${"<!--x-->".repeat(200_000)}<!--${"x".repeat(4e6)}-->`), keepsLast: true },
  { name: "comments never closed", bytes: rss("<!--".repeat(500_000)), keepsLast: false },
  { name: "CDATA sections never closed", bytes: rss("<![CDATA[".repeat(200_000)), keepsLast: false },
  { name: "instructions never closed", bytes: rss("<?".repeat(1e6)), keepsLast: true },
  { name: "declarations never closed", bytes: rss("<!DOCTYPE [".repeat(200_000)), keepsLast: true },
  { name: "less-than signs", bytes: rss("<".repeat(1e6)), keepsLast: true },
  { name: "quotes never closed", bytes: rss('<a b="'.repeat(300_000)), keepsLast: true },
  { name: "ampersands", bytes: rss("&".repeat(1e6)), keepsLast: true },
  { name: "namespace scopes", bytes: rss('<a xmlns:b="x">'.repeat(100_000)), keepsLast: true },
  {
    name: "enclosures of one item",
    bytes: rss(`<item>${"<enclosure/>".repeat(50_000)}</item>`),
    keepsLast: true,
  },
  { name: "items never closed", bytes: rss("<item>".repeat(20_000)), keepsLast: true },
  {
    name: "a title of megabytes",
    bytes: rss(`<item><title>${"x".repeat(4e6)}</title></item>`),
    keepsLast: true,
  },
  {
    name: "names of JavaScript's own",
    bytes: rss('<item><__proto__ constructor="x"/><toString/></item>'),
    keepsLast: true,
  },
  {
    name: "JSON depth",
    bytes: `{"version":"https://jsonfeed.org/version/1","items":${"[".repeat(1e6)}`,
    keepsLast: false,
  },
  {
    name: "a JSON description of megabytes",
    bytes: `{"version":"https://jsonfeed.org/version/1","x":"${"x".repeat(3e6)}","items":[{"id":"last"}]}`,
    keepsLast: true,
  },
  { name: "a gzip bomb", bytes: gzipSync(Buffer.alloc(100_000_000)), keepsLast: false },
  { name: "a double gzip bomb", bytes: gzipSync(gzipSync(Buffer.alloc(100_000_000))), keepsLast: false },
  {
    name: "gzip members without end",
    bytes: Buffer.concat(Array.from({ length: 20_000 }, () => gzipSync(""))),
    keepsLast: false,
  },
  {
    name: "a URL of brackets and spaces",
    bytes: rss(
      `<item><enclosure url="${"'".repeat(50_000)}https://x.example/${" ".repeat(50_000)}x" length="1"/></item>`,
    ),
    keepsLast: true,
  },
  { name: "zeros", bytes: Buffer.alloc(3_000_000), keepsLast: false },
];

describe("hostile input", () => {
  test.each(attacks)("$name ends in bounded time and is told", async ({ bytes, keepsLast }) => {
    const parsed = await parseFeed(Buffer.from(bytes), { limits: { decompressedBytesMax: 10_000_000 } });
    expect(parsed.episodes.some((episode) => episode.guid === "last")).toBe(keepsLast);
    expect(parsed.faults.length).toBeGreaterThan(0);
    expect(parsed.faults.length).toBeLessThan(100);
  });
});
