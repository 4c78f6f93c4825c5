import {
  type Db,
  inTransaction,
  readMediaIds,
  readSubscription,
  type Subscription,
  scheduleNow,
  spendCheck,
} from "@earshot/storage";
import { visibleTo } from "../../auth/caller.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { uuidParams } from "../../schemas/basics.ts";
import { askedCheck } from "../../schemas/feed-schema.ts";
import type { FeedRoutes } from "./feed-routes.ts";

/** However often it is asked for, a feed is fetched at most every five seconds. */
const checkFloorMs = 5_000;

/** The newest enclosures that are checked along; the rest follow at their usual pace. */
const enclosuresMax = 100;

/** Immediate checks an hour that an account has for feeds which are not proven to be its own: each loads somebody's host. */
const unprovenChecksMax = 10;
const hourMs = 60 * 60 * 1_000;

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
          "Makes the feed and its newest enclosures (100) due, each at its host's pace. The answer does not wait for the check. " +
          `An account has ${unprovenChecksMax} an hour for feeds whose ownership it has not proven; see \`ownership\` of a feed.`,
        params: uuidParams,
        response: { 202: askedCheck, ...problemAnswers("not-found", "too-many-requests") },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const publisherId = visibleTo(auth.callerOf(request));
      const subscription = await readSubscription(store.db, { id, publisherId });
      if (subscription === undefined) throw notFound("feed");
      const { feedId, crawledAt } = subscription;
      const now = clock();
      const dueAt = new Date(Math.max(now.getTime(), (crawledAt?.getTime() ?? 0) + checkFloorMs));
      await inTransaction(store, async (tx) => {
        if (publisherId !== null) await requireBudget(tx, subscription, now);
        await scheduleNow(tx, { kind: "feed", ids: [feedId], lane: "hot", now: dueAt });
        const mediaIds = await readMediaIds(tx, { feedId, limit: enclosuresMax });
        await scheduleNow(tx, { kind: "media", ids: mediaIds, lane: "ordinary", now: dueAt });
      });
      return reply.code(202).send({ id, dueAt: dueAt.toISOString() });
    },
  );
}

/** Thrown inside the transaction, so that a check which is refused is not counted. */
async function requireBudget(
  tx: Db,
  { publisherId, provenBy, verifyText }: Subscription,
  now: Date,
): Promise<void> {
  if (provenBy !== null) return;
  const { used, since } = await spendCheck(tx, { publisherId, now });
  if (used <= unprovenChecksMax) return;
  const waitSeconds = Math.ceil((since.getTime() + hourMs - now.getTime()) / 1_000);
  throw new Problem(
    "too-many-requests",
    `At most ${unprovenChecksMax} checks an hour are for feeds that are not proven to be yours. Wait, or prove it: put ` +
      `<podcast:txt purpose="verify">${verifyText}</podcast:txt> into the feed, or have whoever runs Earshot set your ` +
      "account's e-mail address to that of its itunes:owner. It is seen at the next fetch.",
    { headers: { "retry-after": String(Math.max(1, waitSeconds)) } },
  );
}
