import { createEndpoint, insertNotices, inTransaction, listEndpoints } from "@earshot/storage";
import type { ApiInstance } from "../../http/api-instance.ts";
import { Problem } from "../../http/problem.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { createdEndpoint, newEndpoint } from "../../schemas/endpoint-schema.ts";
import { requireAccepted } from "../../urls/require-accepted.ts";
import { buildPing } from "./build-test-notice.ts";
import { renderEndpoint } from "./render-endpoint.ts";
import { requireOwnFeeds } from "./require-own-feeds.ts";
import type { WebhookRoutes } from "./webhook-routes.ts";

/** Every notice goes to each of an account's endpoints, so their number multiplies what we send. */
const endpointsPerPublisherMax = 50;

/** `POST /v1/webhook-endpoints`: 201 with the secret, shown this once. */
export function serveEndpointAddition(app: ApiInstance, deps: WebhookRoutes): void {
  const { auth, store, box, clock, judgeWebhookUrl } = deps;
  app.post(
    "/v1/webhook-endpoints",
    {
      onRequest: auth.allow("publisher"),
      schema: {
        tags: ["webhooks"],
        summary: "Add a webhook endpoint",
        description:
          "Notices follow Standard Webhooks 1.0; see the webhooks of this document for their bodies. A `webhook.test` notice is sent at once: the endpoint counts as verified when something has arrived there.",
        body: newEndpoint,
        response: {
          201: createdEndpoint,
          ...problemAnswers("invalid-fields", "url-refused", "limit-reached"),
        },
      },
    },
    async (request, reply) => {
      const caller = auth.callerOf(request);
      const { publisherId } = caller;
      const { types = null, url: given, ...wishes } = request.body;
      await requireOwnFeeds(store.db, wishes.feedIds, publisherId);
      const url = new URL(requireAccepted(await judgeWebhookUrl(given)));
      const own = await listEndpoints(store.db, { owner: publisherId, limit: endpointsPerPublisherMax });
      if (own.length >= endpointsPerPublisherMax) throw tooManyEndpoints();
      const now = clock();
      const created = await inTransaction(store, async (tx) => {
        const made = await createEndpoint(tx, box, { ...wishes, publisherId, url, types, now });
        await insertNotices(tx, [buildPing(made.endpoint, now)], now);
        return made;
      });
      reply.header("location", `/v1/webhook-endpoints/${created.endpoint.id}`);
      return reply
        .code(201)
        .send({ ...renderEndpoint(created.endpoint, box, caller), secret: created.secret });
    },
  );
}

function tooManyEndpoints(): Problem {
  return new Problem(
    "limit-reached",
    `This account has ${endpointsPerPublisherMax} endpoints, which is the most. Delete one first.`,
  );
}
