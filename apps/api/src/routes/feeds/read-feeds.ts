import {
  listSubscriptions,
  type Standing,
  type StandingPlace,
  type Subscription,
  summarizeFeeds,
} from "@earshot/storage";
import { visibleTo } from "../../auth/caller.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { idMatchers, type PageQuery, renderPageBy, storePageOf } from "../../http/paging.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { pageOf, uuidParams } from "../../schemas/basics.ts";
import { feedQuery, feedSchema, feedSummarySchema } from "../../schemas/feed-schema.ts";
import type { FeedRoutes } from "./feed-routes.ts";
import { readFeed, renderFeeds } from "./render-feed.ts";

/** `GET /v1/feeds`, `GET /v1/feeds/summary` and `GET /v1/feeds/:id`. */
export function serveFeedReading(app: ApiInstance, { auth, clock, store: { db } }: FeedRoutes): void {
  app.get(
    "/v1/feeds",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["feeds"],
        summary: "Feeds, newest registration or worst standing first",
        querystring: feedQuery,
        response: { 200: pageOf(feedSchema), ...problemAnswers("invalid-fields") },
      },
    },
    async (request) => {
      const { query } = request;
      const { label, search, verdict, standing, order } = query;
      const rows = await listSubscriptions(db, {
        ...(order === "worst" ? worstPageOf(query) : storePageOf(query, idMatchers.uuid)),
        ...{ publisherId: visibleTo(auth.callerOf(request)), label, search, verdict, standing, order },
      });
      const cursorOf = order === "worst" ? formatPlace : ({ id }: Subscription) => id;
      const page = renderPageBy(query, rows, (subscription) => subscription, cursorOf);
      return { items: await renderFeeds(db, page.items, clock()), next: page.next };
    },
  );
  app.get(
    "/v1/feeds/summary",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["feeds"],
        summary: "How many feeds stand how, and under which labels",
        response: { 200: feedSummarySchema, ...problemAnswers() },
      },
    },
    async (request) => {
      const { standings, labels } = await summarizeFeeds(db, visibleTo(auth.callerOf(request)));
      const total = Object.values(standings).reduce((sum, feeds) => sum + feeds, 0);
      return { total, ...standings, labels: [...labels] };
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

/** The standing is that of when the page was made: the feed may stand otherwise by now. */
function formatPlace({ standing, id }: Subscription): string {
  return `${standing}:${id}`;
}

function worstPageOf(query: PageQuery): { readonly limit: number; readonly afterStanding?: StandingPlace } {
  const { limit, after } = storePageOf(query, idMatchers.standingPlace);
  const [, standing, id] = idMatchers.standingPlace.exec(after ?? "") ?? [];
  return id === undefined ? { limit } : { limit, afterStanding: { standing: standing as Standing, id } };
}
