import { countNotices, insertNotices, inTransaction, readEndpoint } from "@earshot/storage";
import { visibleTo } from "../../auth/caller.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { uuidParams } from "../../schemas/basics.ts";
import { askedTest } from "../../schemas/endpoint-schema.ts";
import { buildTestNotice, testPrefix } from "./build-test-notice.ts";
import type { WebhookRoutes } from "./webhook-routes.ts";

/** Tests a minute for one endpoint, so that nobody can make us flood whoever stands behind a URL. */
const testsPerMinuteMax = 30;

/** `POST /v1/webhook-endpoints/:id/test`: a `webhook.test` notice, for this endpoint only. */
export function serveEndpointTest(app: ApiInstance, { auth, store, clock }: WebhookRoutes): void {
  app.post(
    "/v1/webhook-endpoints/:id/test",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["webhooks"],
        summary: "Send a test notice",
        description: "The delivery shows in /v1/deliveries; `noticeId` is its `webhook-id`.",
        params: uuidParams,
        response: { 202: askedTest, ...problemAnswers("not-found", "conflict", "too-many-requests") },
      },
    },
    async (request, reply) => {
      const endpoint = await readEndpoint(store.db, request.params.id, visibleTo(auth.callerOf(request)));
      if (endpoint === undefined) throw notFound("webhook endpoint");
      if (!endpoint.enabled) {
        throw new Problem("conflict", "The endpoint is disabled, so nothing is sent there. Enable it first.");
      }
      const now = clock();
      const [noticeId] = await inTransaction(store, async (tx) => {
        const since = new Date(now.getTime() - 60_000);
        const recent = await countNotices(tx, { dedupePrefix: testPrefix(endpoint), since });
        if (recent >= testsPerMinuteMax) throw tooManyTests();
        return insertNotices(tx, [buildTestNotice(endpoint, now)], now);
      });
      if (noticeId === undefined) throw new Error("a test notice with a key of its own was not written");
      return reply.code(202).send({ endpointId: endpoint.id, noticeId });
    },
  );
}

function tooManyTests(): Problem {
  return new Problem(
    "too-many-requests",
    `At most ${testsPerMinuteMax} tests a minute go to one endpoint. Wait a minute.`,
    { headers: { "retry-after": "60" } },
  );
}
