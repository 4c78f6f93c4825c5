import {
  type Db,
  deleteEndpoint,
  insertNotices,
  inTransaction,
  lockRow,
  readEndpoint,
  type SecretBox,
  updateEndpoint,
} from "@earshot/storage";
import type { FastifyRequest } from "fastify";
import type { Caller } from "../../auth/caller.ts";
import { visibleTo } from "../../auth/caller.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { requireMatch } from "../../http/require-match.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { noContent, uuidParams } from "../../schemas/basics.ts";
import { endpointChange, endpointSchema } from "../../schemas/endpoint-schema.ts";
import { requireAccepted } from "../../urls/require-accepted.ts";
import { buildPing } from "./build-test-notice.ts";
import { renderEndpoint } from "./render-endpoint.ts";
import { requireOwnFeeds } from "./require-own-feeds.ts";
import type { WebhookRoutes } from "./webhook-routes.ts";

/** `PATCH /v1/webhook-endpoints/:id`: what is left out stays. */
export function serveEndpointChange(app: ApiInstance, deps: WebhookRoutes): void {
  const { auth, store, box, clock, judgeWebhookUrl } = deps;
  app.patch(
    "/v1/webhook-endpoints/:id",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["webhooks"],
        summary: "Change a webhook endpoint",
        description: "Enabling one that was disabled forgives its past failures.",
        params: uuidParams,
        body: endpointChange,
        response: {
          200: endpointSchema,
          ...problemAnswers("not-found", "conflict", "precondition-failed", "invalid-fields", "url-refused"),
        },
      },
    },
    async (request) => {
      const caller = auth.callerOf(request);
      const { url: given, ...plain } = request.body;
      const known = await readEndpoint(store.db, request.params.id, visibleTo(caller));
      if (known?.kind === "email" && given !== undefined) throw addressIsSet();
      const url = given === undefined ? undefined : new URL(requireAccepted(await judgeWebhookUrl(given)));
      const target = { id: request.params.id, owner: visibleTo(caller), now: clock() };
      if (known !== undefined) await requireOwnFeeds(store.db, plain.feedIds, known.publisher_id);
      const endpoint = await inTransaction(store, async (tx) => {
        await requireSeen(tx, request, { caller, box, id: target.id });
        const changed = await updateEndpoint(tx, box, target, { ...plain, url });
        // A new URL has yet to show that anything arrives there.
        if (changed !== undefined && url !== undefined)
          await insertNotices(tx, [buildPing(changed, target.now)], target.now);
        return changed;
      });
      if (endpoint === undefined) throw notFound("webhook endpoint");
      return renderEndpoint(endpoint, box, caller);
    },
  );
}

function addressIsSet(): Problem {
  return new Problem(
    "conflict",
    "This is an e-mail address, which only whoever runs this service can change.",
  );
}

/** `DELETE /v1/webhook-endpoints/:id`: what was on its way there is cancelled. */
export function serveEndpointDeletion(app: ApiInstance, { auth, store, box, clock }: WebhookRoutes): void {
  app.delete(
    "/v1/webhook-endpoints/:id",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["webhooks"],
        summary: "Delete a webhook endpoint",
        params: uuidParams,
        response: { 204: noContent, ...problemAnswers("not-found", "precondition-failed") },
      },
    },
    async (request, reply) => {
      const caller = auth.callerOf(request);
      const target = { id: request.params.id, owner: visibleTo(caller), now: clock() };
      const isDeleted = await inTransaction(store, async (tx) => {
        await requireSeen(tx, request, { caller, box, id: target.id });
        return deleteEndpoint(tx, target);
      });
      if (!isDeleted) throw notFound("webhook endpoint");
      return reply.code(204).send();
    },
  );
}

/** Refuses what was asked of an endpoint that is no longer what the caller saw; keeps it as it is until the end. */
function requireSeen(
  tx: Db,
  request: FastifyRequest,
  { caller, box, id }: { readonly caller: Caller; readonly box: SecretBox; readonly id: string },
): Promise<void> {
  return requireMatch(request, endpointSchema, async () => {
    await lockRow(tx, "endpoints", id);
    const known = await readEndpoint(tx, id, visibleTo(caller));
    if (known === undefined) throw notFound("webhook endpoint");
    return renderEndpoint(known, box, caller);
  });
}
