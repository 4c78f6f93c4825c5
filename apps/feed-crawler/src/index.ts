export { type FeedRequest, type FetchedFeed, fetchFeed } from "./fetch-feed.ts";
export { type FeedCrawler, type FeedCrawlerDeps, startFeedCrawler } from "./start-feed-crawler.ts";
