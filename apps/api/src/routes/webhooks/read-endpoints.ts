import { listEndpoints, readEndpoint } from "@earshot/storage";
import { visibleTo } from "../../auth/caller.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { idMatchers, renderPage, storePageOf } from "../../http/paging.ts";
import { notFound } from "../../http/problem.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { pageOf, pageQuery, uuidParams } from "../../schemas/basics.ts";
import { endpointSchema } from "../../schemas/endpoint-schema.ts";
import { renderEndpoint } from "./render-endpoint.ts";
import type { WebhookRoutes } from "./webhook-routes.ts";

/** `GET /v1/webhook-endpoints` and `GET /v1/webhook-endpoints/:id`. */
export function serveEndpointReading(app: ApiInstance, { auth, store: { db }, box }: WebhookRoutes): void {
  app.get(
    "/v1/webhook-endpoints",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["webhooks"],
        summary: "Webhook endpoints, oldest first",
        querystring: pageQuery,
        response: { 200: pageOf(endpointSchema), ...problemAnswers("invalid-fields") },
      },
    },
    async (request) => {
      const { query } = request;
      const caller = auth.callerOf(request);
      const rows = await listEndpoints(db, {
        ...storePageOf(query, idMatchers.uuid),
        owner: visibleTo(caller),
      });
      return renderPage(query, rows, (row) => renderEndpoint(row, box, caller));
    },
  );
  app.get(
    "/v1/webhook-endpoints/:id",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["webhooks"],
        summary: "One webhook endpoint",
        params: uuidParams,
        response: { 200: endpointSchema, ...problemAnswers("not-found") },
      },
    },
    async (request) => {
      const caller = auth.callerOf(request);
      const endpoint = await readEndpoint(db, request.params.id, visibleTo(caller));
      if (endpoint === undefined) throw notFound("webhook endpoint");
      return renderEndpoint(endpoint, box, caller);
    },
  );
}
