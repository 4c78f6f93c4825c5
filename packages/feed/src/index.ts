export { defaultFeedLimits, type FeedLimits } from "./feed-limits.ts";
export { type ParseOptions, parseFeed } from "./parse-feed.ts";
