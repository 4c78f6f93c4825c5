import { listIncidents, readIncident } from "@earshot/storage";
import { visibleTo } from "../../auth/caller.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { idMatchers, renderPage, storePageOf } from "../../http/paging.ts";
import { notFound } from "../../http/problem.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { pageOf, uuidParams } from "../../schemas/basics.ts";
import { incidentDetailSchema, incidentQuery, incidentSchema } from "../../schemas/incident-schema.ts";
import type { IncidentRoutes } from "./incident-routes.ts";
import { renderIncident, renderIncidentDetail } from "./render-incident.ts";

/** `GET /v1/incidents` and `GET /v1/incidents/:id`. */
export function serveIncidentReading(app: ApiInstance, { auth, db }: IncidentRoutes): void {
  app.get(
    "/v1/incidents",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["incidents"],
        summary: "Incidents, newest first",
        querystring: incidentQuery,
        response: { 200: pageOf(incidentSchema), ...problemAnswers("invalid-fields") },
      },
    },
    async (request) => {
      const { query } = request;
      const caller = auth.callerOf(request);
      const views = await listIncidents(db, {
        ...storePageOf(query, idMatchers.uuid),
        publisherId: visibleTo(caller),
        ownId: caller.publisherId,
        state: query.state,
        hostId: query.hostId === undefined ? undefined : Number(query.hostId),
      });
      return renderPage(query, views, renderIncident);
    },
  );
  app.get(
    "/v1/incidents/:id",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["incidents"],
        summary: "One incident with its evidence",
        params: uuidParams,
        response: { 200: incidentDetailSchema, ...problemAnswers("not-found") },
      },
    },
    async (request) => {
      const caller = auth.callerOf(request);
      const view = await readIncident(db, request.params.id, {
        publisherId: visibleTo(caller),
        ownId: caller.publisherId,
      });
      if (view === undefined) throw notFound("incident");
      return renderIncidentDetail(view, { isOps: caller.roles.includes("ops") });
    },
  );
}
