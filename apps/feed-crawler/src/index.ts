export { type FeedRequest, type FetchedFeed, fetchFeed } from "./fetch-feed.ts";
export { fetchPages, type PageWay } from "./fetch-pages.ts";
export { type FeedCrawler, type FeedCrawlerDeps, startFeedCrawler } from "./start-feed-crawler.ts";
