import { type Enclosure, listEnclosures, readSubscription } from "@earshot/storage";
import type { z } from "zod";
import { visibleTo } from "../../auth/caller.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { idMatchers, renderPage, storePageOf } from "../../http/paging.ts";
import { notFound } from "../../http/problem.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { pageOf, uuidParams } from "../../schemas/basics.ts";
import { enclosureQuery, enclosureSchema } from "../../schemas/feed-schema.ts";
import { renderRegional } from "../../schemas/regional-schema.ts";
import type { FeedRoutes } from "./feed-routes.ts";

/** `GET /v1/feeds/:id/enclosures`: newest episode first. */
export function serveEnclosureList(app: ApiInstance, { auth, store: { db } }: FeedRoutes): void {
  app.get(
    "/v1/feeds/:id/enclosures",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["feeds"],
        summary: "A feed's enclosures, newest episode first",
        params: uuidParams,
        querystring: enclosureQuery,
        response: { 200: pageOf(enclosureSchema), ...problemAnswers("not-found", "invalid-fields") },
      },
    },
    async (request) => {
      const { query } = request;
      const { id } = request.params;
      const { limit, after } = storePageOf(query, idMatchers.row);
      const subscription = await readSubscription(db, { id, publisherId: visibleTo(auth.callerOf(request)) });
      if (subscription === undefined) throw notFound("feed");
      const rows = await listEnclosures(db, {
        feedId: subscription.feedId,
        limit,
        after: after === undefined ? undefined : Number(after),
        verdict: query.verdict,
        search: query.search,
        hostId: query.hostId === undefined ? undefined : Number(query.hostId),
      });
      return renderPage(query, rows, (row) => renderEnclosure(row, id));
    },
  );
}

/** An enclosure under the publisher's own feed; which media and feed rows it shares with others stays inside. */
export function renderEnclosure(enclosure: Enclosure, feedId: string): z.output<typeof enclosureSchema> {
  const { id, url, guid, title, kind, type, length, verdict, faults, parked } = enclosure;
  return {
    ...{ id: String(id), feedId, url, guid, title, kind, type, length, verdict, parked, faults: [...faults] },
    publishedAt: enclosure.publishedAt?.toISOString() ?? null,
    probedAt: enclosure.probedAt?.toISOString() ?? null,
    expiresAt: enclosure.expiresAt?.toISOString() ?? null,
    regional: renderRegional(enclosure.regional),
  };
}
