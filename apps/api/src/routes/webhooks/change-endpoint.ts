import { deleteEndpoint, insertNotices, inTransaction, readEndpoint, updateEndpoint } from "@earshot/storage";
import { visibleTo } from "../../auth/caller.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { requireMatch } from "../../http/set-etags.ts";
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
    async (request, reply) => {
      const caller = auth.callerOf(request);
      const { url: given, ...plain } = request.body;
      const known = await readEndpoint(store.db, request.params.id, visibleTo(caller));
      if (known !== undefined) requireMatch(request, reply, renderEndpoint(known, box, caller));
      if (known?.kind === "email" && given !== undefined) throw addressIsSet();
      const url = given === undefined ? undefined : new URL(requireAccepted(await judgeWebhookUrl(given)));
      const target = { id: request.params.id, owner: visibleTo(caller), now: clock() };
      if (known !== undefined) await requireOwnFeeds(store.db, plain.feedIds, known.publisher_id);
      const endpoint = await inTransaction(store, async (tx) => {
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
export function serveEndpointDeletion(app: ApiInstance, { auth, store, clock }: WebhookRoutes): void {
  app.delete(
    "/v1/webhook-endpoints/:id",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["webhooks"],
        summary: "Delete a webhook endpoint",
        params: uuidParams,
        response: { 204: noContent, ...problemAnswers("not-found") },
      },
    },
    async (request, reply) => {
      const target = { id: request.params.id, owner: visibleTo(auth.callerOf(request)), now: clock() };
      const isDeleted = await inTransaction(store, (tx) => deleteEndpoint(tx, target));
      if (!isDeleted) throw notFound("webhook endpoint");
      return reply.code(204).send();
    },
  );
}
