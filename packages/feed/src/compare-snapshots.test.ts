import { expect, test } from "vitest";
import { compareSnapshots, type FeedSnapshot, type SnapshotItem } from "./compare-snapshots.ts";

const item = (number: number): SnapshotItem => ({
  key: `g-${number}`,
  url: `https://m.example/${number}.mp3`,
  publishedAt: new Date(Date.UTC(2026, 0, number)).toISOString(),
});
const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, n) => item(first + n));
const snapshot = (
  items: readonly SnapshotItem[],
  title = "Show",
  podcastGuid: string | null = null,
): FeedSnapshot => ({
  title,
  podcastGuid,
  items,
  complete: true,
});
const codes = (before: FeedSnapshot, after: FeedSnapshot, windowSize: number | null = null) =>
  compareSnapshots(before, after, windowSize).faults.map(({ code }) => code);

test("another show's feed is told, a rename or renewed guids alone are not", () => {
  const before = snapshot(range(1, 20));
  expect(codes(before, snapshot(range(101, 130), "Another"))).toEqual(["feed.identity-changed"]);
  expect(codes(before, snapshot(range(1, 20), "Renamed"))).toEqual([]);
  const renewed = snapshot(range(1, 20).map((one) => ({ ...one, key: `new-${one.key}` })));
  expect(compareSnapshots(before, renewed, null)).toMatchObject({ faults: [], guidsChanged: 20, lost: [] });
});

test("episodes that vanish from the middle are told", () => {
  const before = snapshot(range(1, 20));
  expect(codes(before, snapshot([...range(1, 5), ...range(12, 20)]))).toEqual(["feed.items-lost"]);
  expect(codes(before, snapshot(range(3, 20)))).toEqual([]);
});

test("a feed that shows the newest ten loses nothing, and its length is learned", () => {
  const rolled = compareSnapshots(snapshot(range(1, 10)), snapshot(range(4, 13)), null);
  expect(rolled).toMatchObject({ faults: [], windowSize: 10 });
  expect(codes(snapshot(range(1, 14)), snapshot(range(5, 14)), 10)).toEqual([]);
  expect(codes(snapshot(range(1, 14)), snapshot(range(5, 14)))).toEqual(["feed.items-lost"]);
});

test("a feed that was cut off proves nothing lost", () => {
  expect(codes(snapshot(range(1, 20)), { ...snapshot(range(18, 20)), complete: false })).toEqual([]);
});

test("new enclosure URLs under known guids are counted", () => {
  const moved = range(1, 9).map((one) => ({ ...one, url: `https://prefix.example/${one.key}` }));
  expect(compareSnapshots(snapshot(range(1, 9)), snapshot(moved), null)).toMatchObject({
    urlsChanged: 9,
    faults: [],
  });
});
