export { type FeedRequest, type FetchedFeed, fetchFeed } from "./fetch-feed.ts";
