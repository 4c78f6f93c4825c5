import { inTransaction, rotateSecret } from "@earshot/storage";
import type { ApiInstance } from "../../http/api-instance.ts";
import { notFound } from "../../http/problem.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { uuidParams } from "../../schemas/basics.ts";
import { rotatedSecret } from "../../schemas/endpoint-schema.ts";
import type { WebhookRoutes } from "./webhook-routes.ts";

/** How long the secret before signs along, so that a receiver can be changed without losing a notice. */
const previousSignsMs = 24 * 60 * 60 * 1_000;

/** `POST /v1/webhook-endpoints/:id/rotate-secret`. */
export function serveSecretRotation(app: ApiInstance, { auth, store, box, clock }: WebhookRoutes): void {
  app.post(
    "/v1/webhook-endpoints/:id/rotate-secret",
    {
      onRequest: auth.allow("publisher"),
      schema: {
        tags: ["webhooks"],
        summary: "Give an endpoint a new secret",
        description: "For 24 hours notices carry two signatures, by the new secret and by the one before.",
        params: uuidParams,
        response: { 200: rotatedSecret, ...problemAnswers("not-found") },
      },
    },
    async (request) => {
      const { id } = request.params;
      const previousUntil = new Date(clock().getTime() + previousSignsMs);
      // Its own publisher only, whatever the roles: whoever holds the secret can forge notices.
      const target = { id, owner: auth.callerOf(request).publisherId, previousUntil };
      const rotated = await inTransaction(store, (tx) => rotateSecret(tx, box, target));
      if (rotated === undefined) throw notFound("webhook endpoint");
      return { id, secret: rotated.secret, previousSignsUntil: previousUntil.toISOString() };
    },
  );
}
