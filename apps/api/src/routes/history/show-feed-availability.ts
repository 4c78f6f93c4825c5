import { readRollups, readSubscription } from "@earshot/storage";
import { visibleTo } from "../../auth/caller.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { notFound } from "../../http/problem.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { uuidParams } from "../../schemas/basics.ts";
import { feedHistoryItem, historyOf, historyQuery } from "../../schemas/history-schema.ts";
import type { HostRoutes } from "../hosts/list-hosts.ts";
import { renderHistory, spanOf } from "./render-history.ts";

/** `GET /v1/feeds/:id/availability`: how a feed's enclosures were to be heard, hour by hour. */
export function serveFeedAvailability(app: ApiInstance, { auth, db, clock }: HostRoutes): void {
  app.get(
    "/v1/feeds/:id/availability",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["feeds"],
        summary: "How a feed's enclosures were to be heard, and how fast, over time",
        params: uuidParams,
        querystring: historyQuery,
        response: { 200: historyOf(feedHistoryItem), ...problemAnswers("not-found", "invalid-fields") },
      },
    },
    async (request) => {
      const { query } = request;
      const publisherId = visibleTo(auth.callerOf(request));
      const subscription = await readSubscription(db, { id: request.params.id, publisherId });
      if (subscription === undefined) throw notFound("feed");
      const span = spanOf(query, clock());
      const rollups = await readRollups(db, { kind: "feed", subjectId: subscription.feedId, ...span });
      const items = [...renderHistory(rollups, query.per)];
      return { from: span.from.toISOString(), until: span.until.toISOString(), items, next: null };
    },
  );
}
