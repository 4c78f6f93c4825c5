import { inTransaction, readMediaIds, readSubscription, scheduleNow } from "@earshot/storage";
import { z } from "zod";
import { visibleTo } from "../../auth/caller.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { notFound } from "../../http/problem.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { instant, uuid, uuidParams } from "../../schemas/basics.ts";
import type { FeedRoutes } from "./feed-routes.ts";

/** However often it is asked for, a feed is fetched at most every five seconds. */
const checkFloorMs = 5_000;

/** The newest enclosures that are checked along; the rest follow at their usual pace. */
const enclosuresMax = 100;

const askedCheck = z.object({ id: uuid, dueAt: instant }).meta({ id: "AskedCheck" });

/** `POST /v1/feeds/:id/check`: the feed and its newest enclosures become due, each at its host's pace. */
export function serveFeedCheck(app: ApiInstance, { auth, store, clock }: FeedRoutes): void {
  app.post(
    "/v1/feeds/:id/check",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["feeds"],
        summary: "Check a feed now",
        description:
          "Makes the feed and its newest enclosures (100) due, each at its host's pace. The answer does not wait for the check.",
        params: uuidParams,
        response: { 202: askedCheck, ...problemAnswers("not-found") },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const subscription = await readSubscription(store.db, {
        id,
        publisherId: visibleTo(auth.callerOf(request)),
      });
      if (subscription === undefined) throw notFound("feed");
      const { feedId, crawledAt } = subscription;
      const dueAt = new Date(Math.max(clock().getTime(), (crawledAt?.getTime() ?? 0) + checkFloorMs));
      await inTransaction(store, async (tx) => {
        await scheduleNow(tx, { kind: "feed", ids: [feedId], lane: "hot", now: dueAt });
        const mediaIds = await readMediaIds(tx, { feedId, limit: enclosuresMax });
        await scheduleNow(tx, { kind: "media", ids: mediaIds, lane: "ordinary", now: dueAt });
      });
      return reply.code(202).send({ id, dueAt: dueAt.toISOString() });
    },
  );
}
