import { listSuffering, readIncident, readIncidentNotices } from "@earshot/storage";
import type { FastifyRequest } from "fastify";
import { visibleTo } from "../../auth/caller.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { idMatchers, renderPage, storePageOf } from "../../http/paging.ts";
import { notFound } from "../../http/problem.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { pageOf, pageQuery, uuidParams } from "../../schemas/basics.ts";
import { sufferingSchema, timelineSchema } from "../../schemas/incident-schema.ts";
import { renderEnclosure } from "../feeds/list-feed-enclosures.ts";
import { buildTimeline } from "./build-timeline.ts";
import type { IncidentRoutes } from "./incident-routes.ts";

/** `GET /v1/incidents/:id/timeline` and `/enclosures`: how it went, and what of the caller's own suffers. */
export function serveIncidentCourse(app: ApiInstance, { auth, db }: IncidentRoutes): void {
  /** The incident that is asked for, and whose own is told. @throws Problem when the caller may not see it. */
  const requireIncident = async (request: FastifyRequest<{ Params: { id: string } }>) => {
    const caller = auth.callerOf(request);
    const viewer = { publisherId: visibleTo(caller), ownId: caller.publisherId };
    const view = await readIncident(db, request.params.id, viewer);
    if (view === undefined) throw notFound("incident");
    return { view, of: { incidentId: view.incident.id, publisherId: caller.publisherId } };
  };
  app.get(
    "/v1/incidents/:id/timeline",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["incidents"],
        summary: "How an incident went, and what your account was told of it",
        params: uuidParams,
        response: { 200: timelineSchema, ...problemAnswers("not-found") },
      },
    },
    async (request) => {
      const { view, of } = await requireIncident(request);
      return { items: [...buildTimeline(view, await readIncidentNotices(db, of))], next: null };
    },
  );
  app.get(
    "/v1/incidents/:id/enclosures",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["incidents"],
        summary: "Your account's enclosures that an incident touches, feed by feed, newest episode first",
        params: uuidParams,
        querystring: pageQuery,
        response: { 200: pageOf(sufferingSchema), ...problemAnswers("not-found", "invalid-fields") },
      },
    },
    async (request) => {
      const { query } = request;
      const { limit, after } = storePageOf(query, idMatchers.row);
      const { of } = await requireIncident(request);
      const rows = await listSuffering(db, {
        ...of,
        limit,
        after: after === undefined ? undefined : Number(after),
      });
      return renderPage(query, rows, (row) => ({
        ...renderEnclosure(row, row.subscriptionId),
        show: row.show,
      }));
    },
  );
}
