export {
  buildSnapshot,
  compareSnapshots,
  type FeedSnapshot,
  type SnapshotComparison,
  type SnapshotItem,
} from "./compare-snapshots.ts";
export { evaluateMove, expectNextEpisode } from "./evaluate-show.ts";
export { defaultFeedLimits, type FeedLimits } from "./feed-limits.ts";
export { type ParseOptions, parseFeed } from "./parse-feed.ts";
