import { listSubscriptions } from "@earshot/storage";
import { visibleTo } from "../../auth/caller.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { idMatchers, renderPage, storePageOf } from "../../http/paging.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { pageOf, uuidParams } from "../../schemas/basics.ts";
import { feedQuery, feedSchema } from "../../schemas/feed-schema.ts";
import type { FeedRoutes } from "./feed-routes.ts";
import { readFeed, renderFeeds } from "./render-feed.ts";

/** `GET /v1/feeds` and `GET /v1/feeds/:id`. */
export function serveFeedReading(app: ApiInstance, { auth, clock, store: { db } }: FeedRoutes): void {
  app.get(
    "/v1/feeds",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["feeds"],
        summary: "Feeds, newest registration first",
        querystring: feedQuery,
        response: { 200: pageOf(feedSchema), ...problemAnswers("invalid-fields") },
      },
    },
    async (request) => {
      const { query } = request;
      const page = renderPage(
        query,
        await listSubscriptions(db, {
          ...storePageOf(query, idMatchers.uuid),
          publisherId: visibleTo(auth.callerOf(request)),
          label: query.label,
          search: query.search,
          verdict: query.verdict,
        }),
        (subscription) => subscription,
      );
      return { items: await renderFeeds(db, page.items, clock()), next: page.next };
    },
  );
  app.get(
    "/v1/feeds/:id",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["feeds"],
        summary: "One feed",
        params: uuidParams,
        response: { 200: feedSchema, ...problemAnswers("not-found") },
      },
    },
    async (request) => {
      const publisherId = visibleTo(auth.callerOf(request));
      return readFeed(db, { id: request.params.id, publisherId }, clock());
    },
  );
}
