import { inTransaction, listDeliveries, readDelivery, resendDeliveries } from "@earshot/storage";
import { visibleTo } from "../../auth/caller.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { idMatchers, renderPage, storePageOf } from "../../http/paging.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { pageOf, rowParams } from "../../schemas/basics.ts";
import { deliveryQuery, deliverySchema } from "../../schemas/delivery-schema.ts";
import { renderDeliveries } from "./render-delivery.ts";
import type { WebhookRoutes } from "./webhook-routes.ts";

/** `GET /v1/deliveries`: the log, newest first. */
export function serveDeliveryReading(app: ApiInstance, { auth, store: { db } }: WebhookRoutes): void {
  app.get(
    "/v1/deliveries",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["webhooks"],
        summary: "Deliveries with their attempts, newest first",
        querystring: deliveryQuery,
        response: { 200: pageOf(deliverySchema), ...problemAnswers("invalid-fields") },
      },
    },
    async (request) => {
      const { query } = request;
      const { limit, after } = storePageOf(query, idMatchers.row);
      const rows = await listDeliveries(db, {
        publisherId: visibleTo(auth.callerOf(request)),
        endpointId: query.endpointId,
        incidentId: query.incidentId,
        state: query.state,
        before: after === undefined ? undefined : Number(after),
        limit,
      });
      return renderPage(query, await renderDeliveries(db, rows), (item) => item);
    },
  );
}

/** `POST /v1/deliveries/:id/resend`: on its way again, with the same `webhook-id`. */
export function serveResend(app: ApiInstance, { auth, store, clock }: WebhookRoutes): void {
  app.post(
    "/v1/deliveries/:id/resend",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["webhooks"],
        summary: "Send a notice again",
        params: rowParams,
        response: { 202: deliverySchema, ...problemAnswers("not-found", "conflict") },
      },
    },
    async (request, reply) => {
      const deliveryId = Number(request.params.id);
      const owner = visibleTo(auth.callerOf(request));
      const resent = await inTransaction(store, (tx) => resendDeliveries(tx, owner, { deliveryId }, clock()));
      const delivery = await readDelivery(store.db, deliveryId, owner);
      if (delivery === undefined) throw notFound("delivery");
      if (resent.length === 0) {
        throw new Problem(
          "conflict",
          "Its endpoint is disabled or deleted, so nothing can be sent there. Enable it first.",
        );
      }
      const [item] = await renderDeliveries(store.db, [delivery]);
      if (item === undefined) throw new Error("a delivery was not rendered");
      return reply.code(202).send(item);
    },
  );
}
