import { buildMedia, type MediaKind } from "@earshot/podcast-host";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findMpegFrames, id3TagLength, mpegFrameLength } from "./mpeg-audio.ts";
import { sniffMedia } from "./sniff-media.ts";

const ascii = (text: string) => Buffer.from(text, "latin1");
const hex = (text: string) => Buffer.from(text, "hex");

describe("sniffMedia", () => {
  test.each<[MediaKind, string]>([
    ["mp3", "audio/mpeg"],
    ["adts", "audio/aac"],
    ["m4a", "audio/mp4"],
    ["mp4", "video/mp4"],
    ["opus", "audio/ogg"],
    ["flac", "audio/flac"],
    ["wav", "audio/wav"],
    ["webm", "video/webm"],
    ["hls", "application/vnd.apple.mpegurl"],
    ["ts", "video/mp2t"],
  ])("knows %s", (kind, type) => {
    expect(sniffMedia(buildMedia({ kind }).read(0, 4_096))).toMatchObject({ type, kind: "media" });
  });

  test("knows MP3 behind an ID3 tag, behind junk, and cut to a few bytes", () => {
    const tagged = buildMedia({ kind: "mp3", id3Bytes: 900_000 }).read(0, 4_096);
    const frames = buildMedia({ kind: "mp3" }).read(0, 2_000);
    for (const bytes of [tagged, Buffer.concat([Buffer.alloc(100), frames]), frames.subarray(0, 64)]) {
      expect(sniffMedia(bytes)).toMatchObject({ type: "audio/mpeg", kind: "media" });
    }
  });

  test.each<[MediaKind, string]>([
    ["adts", "audio/aac"],
    ["flac", "audio/flac"],
    ["mp3", "audio/mpeg"],
  ])("knows %s behind an ID3 tag, which other files than MP3 carry too", (kind, type) => {
    const tag = buildMedia({ kind: "mp3", id3Bytes: 1_000 }).read(0, 1_000);
    expect(id3TagLength(tag)).toBe(1_000);
    const tagged = Buffer.concat([tag, buildMedia({ kind }).read(0, 3_000)]);
    expect(sniffMedia(tagged)).toMatchObject({ type, kind: "media" });
  });

  test.each<[string, Buffer, string]>([
    ["a QuickTime file that opens with moov", hex("000000086d6f6f76"), "video/quicktime"],
    ["a QuickTime brand", ascii("\0\0\0\x14ftypqt  \0\0\0\0qt  "), "video/quicktime"],
    ["an audiobook", ascii("\0\0\0\x20ftypM4B \0\0\0\0"), "audio/mp4"],
    ["a fragment", ascii("\0\0\0\x18styp"), "video/mp4"],
    ["a playlist with a BOM", Buffer.from("\ufeff#EXTM3U\n"), "application/vnd.apple.mpegurl"],
    ["AIFF", ascii("FORM\0\0\0\0AIFF"), "audio/aiff"],
  ])("knows %s", (_name, bytes, type) => {
    expect(sniffMedia(bytes)).toMatchObject({ type, kind: "media" });
  });

  test.each<[string, Buffer, string]>([
    ["a page", ascii("<!DOCTYPE html><html>"), "a web page"],
    ["a page after space and BOM", Buffer.from("\ufeff \n <HTML lang=en>"), "a web page"],
    ["a page after a comment", ascii("<!-- x --><html>"), "a web page"],
    ["XHTML", ascii('<?xml version="1.0"?><!DOCTYPE html><html>'), "a web page"],
    ["a page in UTF-16", Buffer.from("\ufeff<html><body>", "utf16le"), "a web page"],
    [
      "an object store's error",
      ascii('<?xml version="1.0"?>\n<Error><Code>NoSuchKey</Code>'),
      "an error document",
    ],
    ["a feed", ascii('<?xml version="1.0"?><rss version="2.0">'), "a feed"],
    ["other XML", ascii("<?xml version='1.0'?><smil>"), "an XML document"],
    ["JSON", ascii('{"error":1}'), "a JSON document"],
    ["text", ascii("Not found"), "text"],
    ["zeros", Buffer.alloc(4_096), "nothing but zero bytes"],
  ])("refuses %s", (_name, bytes, label) => {
    expect(sniffMedia(bytes)).toMatchObject({ kind: "refuse", label });
  });

  test("a PDF is a document, not media", () => {
    expect(sniffMedia(ascii("%PDF-1.7\n\xe2\xe3"))).toMatchObject({
      type: "application/pdf",
      kind: "document",
    });
  });

  test("a lone sync word in the midst of noise is no MP3", () => {
    const noise = Buffer.concat([Buffer.alloc(500, 0x11), hex("fffb9064"), Buffer.alloc(2_000, 0x11)]);
    expect(sniffMedia(noise)).toMatchObject({ type: null, kind: "unknown" });
  });

  test("never throws, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        expect(sniffMedia(bytes).label).not.toBe("");
      }),
    );
  });
});

describe("mpegFrameLength", () => {
  test.each([
    ["MPEG-1 layer III, 128 kbit/s, 44.1 kHz", "fffb9064", 417],
    ["the same with padding", "fffb9264", 418],
    ["MPEG-1 layer III, 320 kbit/s, 48 kHz", "fffbe464", 960],
    ["MPEG-2 layer III, 64 kbit/s, 22.05 kHz", "fff38064", 208],
    ["MPEG-2.5 layer III, 32 kbit/s, 11.025 kHz", "ffe34064", 208],
    ["MPEG-1 layer II, 192 kbit/s, 48 kHz", "fffda464", 576],
    ["MPEG-1 layer I, 384 kbit/s, 44.1 kHz", "ffffc064", 416],
  ])("%s", (_name, header, length) => {
    expect(mpegFrameLength(hex(header), 0)).toBe(length);
  });

  test.each([
    ["free bit rate", "fffb0064"],
    ["forbidden bit rate", "fffbf064"],
    ["reserved sample rate", "fffb9c64"],
    ["reserved version", "ffeb9064"],
    ["layer of ADTS", "fff99064"],
    ["no sync", "fe7b9064"],
    ["three bytes only", "fffb90"],
  ])("refuses a header with %s", (_name, header) => {
    expect(mpegFrameLength(hex(header), 0)).toBeNull();
  });
});

test("findMpegFrames needs a second frame unless the bytes end before it", () => {
  const frames = buildMedia({ kind: "mp3" }).read(0, 1_000);
  expect(findMpegFrames(frames)).toBe(0);
  expect(findMpegFrames(frames.subarray(0, 10))).toBe(0);
  expect(findMpegFrames(Buffer.concat([Buffer.alloc(7), frames]))).toBe(7);
  expect(findMpegFrames(Buffer.concat([frames.subarray(0, 4), Buffer.alloc(900)]))).toBeNull();
});

test("id3TagLength counts header and footer, and knows a size that is none", () => {
  expect(id3TagLength(ascii("ID3\x04\0\0\0\0\x02\x01"))).toBe(10 + 257);
  expect(id3TagLength(ascii("ID3\x04\0\x10\0\0\x02\x01"))).toBe(20 + 257);
  expect(id3TagLength(ascii("ID3\x04\0\0\0\0\x82\x01"))).toBeNull();
  expect(id3TagLength(ascii("ID3\x04"))).toBeNull();
});
