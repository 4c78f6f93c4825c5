import {
  brotliCompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from "node:zlib";
import { expect, test } from "vitest";
import { splitBytes } from "./byte-reader.ts";
import { type DecompressionProblem, decompress } from "./decompress.ts";

const text = `<rss>${"a line of text, and another\n".repeat(5_000)}</rss>`;
const plain = Buffer.from(text);
const gzipped = gzipSync(plain);

async function run(bytes: Uint8Array, contentEncoding: string | null) {
  const problems: DecompressionProblem[] = [];
  const pieces: Uint8Array[] = [];
  for await (const piece of decompress(splitBytes(bytes), contentEncoding, (problem) =>
    problems.push(problem),
  )) {
    pieces.push(piece);
  }
  return { text: Buffer.concat(pieces).toString(), problems };
}

test.each([
  ["identity", plain, null, []],
  ["gzip", gzipped, "gzip", []],
  ["x-gzip", gzipped, "x-gzip", []],
  ["gzip nobody declared", gzipped, null, ["undeclared"]],
  ["gzip twice, declared once", gzipSync(gzipped), "gzip", ["undeclared"]],
  ["gzip twice, declared twice", gzipSync(gzipped), "gzip, gzip", []],
  ["two members", Buffer.concat([gzipSync(text.slice(0, 99)), gzipSync(text.slice(99))]), "gzip", []],
  ["zeros after the end", Buffer.concat([gzipped, Buffer.alloc(100)]), "gzip", []],
  ["text after the end", Buffer.concat([gzipped, Buffer.from("<!-- x -->")]), "gzip", ["trailing-bytes"]],
  ["zlib", deflateSync(plain), "deflate", []],
  ["raw deflate", deflateRawSync(plain), "deflate", []],
  ["brotli", brotliCompressSync(plain), "br", []],
  ["zstd", zstdCompressSync(plain), "zstd", []],
  ["plain text declared gzip", plain, "gzip", ["not-compressed"]],
  ["plain text declared brotli", plain, "br", ["not-compressed"]],
  ["an unknown coding", plain, "compress", ["unknown-coding"]],
] as const)("%s is undone", async (_name, bytes, contentEncoding, problems) => {
  expect(await run(bytes, contentEncoding)).toEqual({ text, problems });
});

test.each([
  ["gzip", gzipped],
  ["br", brotliCompressSync(plain)],
  ["deflate", deflateSync(plain)],
] as const)("%s that is cut off gives what it holds and is told", async (contentEncoding, bytes) => {
  const result = await run(bytes.subarray(0, bytes.length - 20), contentEncoding);
  expect(result.problems).toEqual(["damaged"]);
  expect(text.startsWith(result.text)).toBe(true);
});

test("a bomb is decompressed no further than is asked for", async () => {
  const bomb = brotliCompressSync(Buffer.alloc(20_000_000), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 4 },
  });
  let bytes = 0;
  for await (const piece of decompress(splitBytes(bomb), "br", () => {})) {
    bytes += piece.length;
    if (bytes > 1_000_000) break;
  }
  expect(bytes).toBeLessThan(2_000_000);
});

test("members without end, each of which costs more than it holds, are read up to a bound", async () => {
  const members = Buffer.concat(Array.from({ length: 5_000 }, () => gzipSync("x")));
  const result = await run(members, "gzip");
  expect(result.problems).toEqual(["many-members"]);
  expect(result.text.length).toBeLessThan(5_000);
});
