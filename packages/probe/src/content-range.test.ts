import { describe, expect, test } from "vitest";
import { contentRangeProblem, parseContentLength, parseContentRange } from "./content-range.ts";

const asked = { first: 0, last: 4_095 };

test("parseContentRange reads one range of bytes and nothing else", () => {
  expect(parseContentRange("bytes 0-4095/9999")).toEqual({ first: 0, last: 4_095, total: 9_999 });
  expect(parseContentRange("Bytes 0-0/*")).toEqual({ first: 0, last: 0, total: null });
  for (const text of [null, "", "bytes */9999", "bytes=0-1/2", "items 0-1/2", "bytes 0-1", "bytes -1-2/3"]) {
    expect(parseContentRange(text)).toBeNull();
  }
});

describe("contentRangeProblem", () => {
  test.each<[string, number | null]>([
    ["bytes 0-4095/9999", 4_096],
    ["bytes 0-4095/9999", null],
    ["bytes 0-4095/*", 4_096],
    ["bytes 0-99/100", 100],
    ["bytes 0-4095/4096", 4_096],
    ["bytes 0-99/*", 100],
  ])("%s with Content-Length %s is exact", (header, length) => {
    expect(contentRangeProblem(header, asked, length)).toBeNull();
  });

  test.each<[string | null, number | null]>([
    [null, 4_096],
    ["bytes */9999", null],
    ["bytes 1-4096/9999", 4_096],
    ["bytes 0-9998/9999", 9_999],
    ["bytes 0-4095/100", 4_096],
    ["bytes 0-4095/9999", 9_999],
    ["bytes 5-4/9999", null],
  ])("%s with Content-Length %s is wrong", (header, length) => {
    expect(contentRangeProblem(header, asked, length)).toMatchObject({ legal: false });
  });

  test("fewer bytes than asked for are legal", () => {
    expect(contentRangeProblem("bytes 0-999/9999", asked, 1_000)).toMatchObject({ legal: true });
  });
});

test("parseContentLength reads one number, also one said twice", () => {
  expect(["5", "5, 5", " 0 "].map(parseContentLength)).toEqual([5, 5, 0]);
  expect([null, "", "5, 6", "-1", "1e3", "0x5"].map(parseContentLength)).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});
