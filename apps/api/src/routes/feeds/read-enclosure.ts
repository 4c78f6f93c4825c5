import { listProbes, readEnclosure, readVantageLooks } from "@earshot/storage";
import { visibleTo } from "../../auth/caller.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { idMatchers, renderPageBy, storePageOf } from "../../http/paging.ts";
import { notFound } from "../../http/problem.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { pageOf, pageQuery, rowParams } from "../../schemas/basics.ts";
import { enclosureDetailSchema, pastProbeSchema } from "../../schemas/feed-schema.ts";
import { dayBefore, renderVantageLooks } from "../../schemas/regional-schema.ts";
import type { FeedRoutes } from "./feed-routes.ts";
import { renderEnclosure } from "./list-feed-enclosures.ts";
import { renderPastProbe, renderProbe } from "./render-probe.ts";

/** `GET /v1/enclosures/:id`: with the last looks that were kept in full. */
export function serveEnclosure(app: ApiInstance, { auth, clock, store: { db } }: FeedRoutes): void {
  app.get(
    "/v1/enclosures/:id",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["feeds"],
        summary: "One enclosure with its last evidence",
        params: rowParams,
        response: { 200: enclosureDetailSchema, ...problemAnswers("not-found") },
      },
    },
    async (request) => {
      const publisherId = visibleTo(auth.callerOf(request));
      const enclosure = await readEnclosure(db, { id: Number(request.params.id), publisherId });
      if (enclosure === undefined) throw notFound("enclosure");
      const { subscriptionId, lastFailure, lastEvidence, mediaId } = enclosure;
      const looks = await readVantageLooks(db, { kind: "media", id: mediaId, since: dayBefore(clock()) });
      return {
        ...renderEnclosure(enclosure, subscriptionId),
        vantages: renderVantageLooks(looks),
        lastFailure: lastFailure && renderProbe(lastFailure),
        lastEvidence: lastEvidence && renderProbe(lastEvidence),
      };
    },
  );
}

/** `GET /v1/enclosures/:id/probes`: latest first. */
export function serveProbeHistory(app: ApiInstance, { auth, store: { db } }: FeedRoutes): void {
  app.get(
    "/v1/enclosures/:id/probes",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["feeds"],
        summary: "An enclosure's probes, latest first",
        params: rowParams,
        querystring: pageQuery,
        response: { 200: pageOf(pastProbeSchema), ...problemAnswers("not-found", "invalid-fields") },
      },
    },
    async (request) => {
      const { query } = request;
      const { limit, after } = storePageOf(query, idMatchers.instant);
      const publisherId = visibleTo(auth.callerOf(request));
      const enclosure = await readEnclosure(db, { id: Number(request.params.id), publisherId });
      if (enclosure === undefined) throw notFound("enclosure");
      const probes = await listProbes(db, {
        mediaId: enclosure.mediaId,
        limit,
        before: after === undefined ? undefined : new Date(after),
      });
      return renderPageBy(query, probes, renderPastProbe, ({ at }) => at);
    },
  );
}
