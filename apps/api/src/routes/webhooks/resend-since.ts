import { inTransaction, readEndpoint, resendDeliveries, resendsMax } from "@earshot/storage";
import { visibleTo } from "../../auth/caller.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { uuidParams } from "../../schemas/basics.ts";
import { askedResend, resendRequest } from "../../schemas/endpoint-schema.ts";
import type { WebhookRoutes } from "./webhook-routes.ts";

/** `POST /v1/webhook-endpoints/:id/resend`: everything since an instant, for a receiver that lost or missed it. */
export function serveResendSince(app: ApiInstance, { auth, store, clock }: WebhookRoutes): void {
  app.post(
    "/v1/webhook-endpoints/:id/resend",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["webhooks"],
        summary: "Send every notice since an instant again",
        description: `With the same \`webhook-id\`s, at most ${resendsMax} at a call, those that it missed while it was disabled included.`,
        params: uuidParams,
        body: resendRequest,
        response: { 202: askedResend, ...problemAnswers("not-found", "conflict", "invalid-fields") },
      },
    },
    async (request, reply) => {
      const owner = visibleTo(auth.callerOf(request));
      const endpoint = await readEndpoint(store.db, request.params.id, owner);
      if (endpoint === undefined) throw notFound("webhook endpoint");
      if (!endpoint.enabled) {
        throw new Problem("conflict", "The endpoint is disabled, so nothing is sent there. Enable it first.");
      }
      const target = { endpointId: endpoint.id, since: new Date(request.body.since) };
      const resent = await inTransaction(store, (tx) => resendDeliveries(tx, owner, target, clock()));
      const hasMore = resent.length === resendsMax;
      return reply.code(202).send({ endpointId: endpoint.id, deliveries: resent.length, hasMore });
    },
  );
}
