import { leaveIncidents } from "@earshot/incident";
import {
  type Db,
  type EndedSubscription,
  endSubscription,
  inTransaction,
  lockRow,
  updateSubscription,
  wakeTroubledHosts,
} from "@earshot/storage";
import { visibleTo } from "../../auth/caller.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { notFound } from "../../http/problem.ts";
import { requireMatch } from "../../http/require-match.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { noContent, uuidParams } from "../../schemas/basics.ts";
import { feedChange, feedSchema } from "../../schemas/feed-schema.ts";
import type { FeedRoutes } from "./feed-routes.ts";
import { type FeedItem, readFeed } from "./render-feed.ts";

/** `PATCH /v1/feeds/:id`: its labels, and whether to tell when no new episode comes. */
export function serveFeedChange(app: ApiInstance, { auth, clock, store }: FeedRoutes): void {
  app.patch(
    "/v1/feeds/:id",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["feeds"],
        summary: "Change a feed's labels, or whether to be told when no new episode comes",
        params: uuidParams,
        body: feedChange,
        response: {
          200: feedSchema,
          ...problemAnswers("not-found", "invalid-fields", "precondition-failed"),
        },
      },
    },
    (request) => {
      const scope = { id: request.params.id, publisherId: visibleTo(auth.callerOf(request)) };
      return inTransaction(store, async (tx) => {
        const now = clock();
        await requireMatch(request, feedSchema, () => lockFeed(tx, scope, now));
        await updateSubscription(tx, scope, request.body);
        return readFeed(tx, scope, now);
      });
    },
  );
}

/** `DELETE /v1/feeds/:id`: ends the subscription. */
export function serveFeedRemoval(app: ApiInstance, { auth, store, clock }: FeedRoutes): void {
  app.delete(
    "/v1/feeds/:id",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["feeds"],
        summary: "Stop watching a feed",
        params: uuidParams,
        response: { 204: noContent, ...problemAnswers("not-found", "precondition-failed") },
      },
    },
    async (request, reply) => {
      const scope = { id: request.params.id, publisherId: visibleTo(auth.callerOf(request)) };
      await inTransaction(store, async (tx) => {
        const now = clock();
        await requireMatch(request, feedSchema, () => lockFeed(tx, scope, now));
        const ended = await endSubscription(tx, { ...scope, now });
        if (ended === undefined) throw notFound("feed");
        await withdraw(tx, ended, now);
      });
      return reply.code(204).send();
    },
  );
}

async function lockFeed(tx: Db, scope: Parameters<typeof readFeed>[1], now: Date): Promise<FeedItem> {
  await lockRow(tx, "subscriptions", scope.id);
  return readFeed(tx, scope, now);
}

/**
 * What nobody watches any more is in no incident either; an incident without members is over. Hosts may matter to
 * others: those in trouble are looked at again, which finds out.
 */
async function withdraw(tx: Db, { feedId, last, mediaIds }: EndedSubscription, now: Date): Promise<void> {
  const end = { reason: "withdrawn", now } as const;
  if (last) await leaveIncidents(tx, { kind: "feed", id: feedId }, end);
  for (const id of mediaIds) await leaveIncidents(tx, { kind: "media", id }, end);
  await wakeTroubledHosts(tx, feedId, now);
}
