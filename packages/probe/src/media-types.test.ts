import { describe, expect, test } from "vitest";
import { isContradicted, parseMediaType } from "./media-types.ts";

test("parseMediaType gives the essence", () => {
  expect(parseMediaType("Audio/MPEG; charset=x")).toBe("audio/mpeg");
  expect([null, undefined, "", "mp3", "audio/"].map(parseMediaType)).toEqual([null, null, null, null, null]);
});

describe("isContradicted", () => {
  test.each([
    ["audio/mp3", "audio/mpeg"],
    ["audio/x-m4a", "audio/mp4"],
    ["audio/x-m4a", "video/mp4"],
    ["video/quicktime", "video/mp4"],
    ["audio/aac", "audio/mp4"],
    ["audio/x-wav", "audio/wav"],
    ["audio/opus", "audio/ogg"],
    ["application/x-mpegurl", "application/vnd.apple.mpegurl"],
    ["application/octet-stream", "audio/mpeg"],
    ["binary/octet-stream", "audio/mpeg"],
  ])("%s does not contradict %s", (claimed, sniffed) => {
    expect(isContradicted(claimed, sniffed)).toBe(false);
  });

  test.each([
    ["text/html", "audio/mpeg"],
    ["audio/mp4", "audio/mpeg"],
    ["audio/mpeg", "audio/mp4"],
    ["audio/mpeg", "audio/aac"],
    ["video/mp4", "video/webm"],
    ["application/pdf", "audio/mpeg"],
  ])("%s contradicts %s", (claimed, sniffed) => {
    expect(isContradicted(claimed, sniffed)).toBe(true);
  });

  test("nothing is contradicted where nothing is claimed or known", () => {
    expect(isContradicted(null, "audio/mpeg")).toBe(false);
    expect(isContradicted("audio/mpeg", null)).toBe(false);
  });
});
