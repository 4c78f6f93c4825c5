import { openOutside, runService } from "@earshot/service";
import { startFeedCrawler } from "./start-feed-crawler.ts";

await runService("feed-crawler", process.env, async (scope, base) => {
  const outside = await openOutside(scope, base, { does: ["crawls"] });
  return scope.open("crawler", startFeedCrawler({ ...base, ...outside }));
});
