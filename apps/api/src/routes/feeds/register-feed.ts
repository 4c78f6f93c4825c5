import {
  inTransaction,
  lockRow,
  type Registration,
  readPublisherUse,
  registerFeed,
  type Subscription,
} from "@earshot/storage";
import type { ApiInstance } from "../../http/api-instance.ts";
import { Problem } from "../../http/problem.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { feedSchema, newFeed } from "../../schemas/feed-schema.ts";
import { requireAccepted } from "../../urls/require-accepted.ts";
import type { FeedRoutes } from "./feed-routes.ts";
import { renderFeeds } from "./render-feed.ts";

/** `POST /v1/feeds`: 201 with the new feed, or 200 with the one that is there. Nothing is fetched inside the request. */
export function serveFeedRegistration(app: ApiInstance, deps: FeedRoutes): void {
  const { auth, store, clock, judgeFeedUrl } = deps;
  app.post(
    "/v1/feeds",
    {
      onRequest: auth.allow("publisher"),
      schema: {
        tags: ["feeds"],
        summary: "Register a feed",
        description:
          "The feed is fetched within seconds, and all its enclosures are probed. Registering a feed again answers " +
          "200 with what is there, labels unchanged.",
        body: newFeed,
        response: {
          200: feedSchema,
          201: feedSchema,
          ...problemAnswers("invalid-fields", "url-refused", "limit-reached"),
        },
      },
    },
    async (request, reply) => {
      const { publisherId } = auth.callerOf(request);
      const url = requireAccepted(await judgeFeedUrl(request.body.url));
      const { labels = [] } = request.body;
      const registered = await registerWithinLimits(deps, { publisherId, url, labels, now: clock() });
      const [feed] = await renderFeeds(store.db, [registered.subscription], clock());
      if (feed === undefined) throw new Error("a registered feed was not rendered");
      if (registered.created) reply.header("location", `/v1/feeds/${feed.id}`);
      return reply.code(registered.created ? 201 : 200).send(feed);
    },
  );
}

/** Registers a feed unless that takes the account over a limit, which is a Problem. A feed that is there counts for nothing. */
export function registerWithinLimits(
  { store, env }: FeedRoutes,
  registration: Registration,
): Promise<{ readonly subscription: Subscription; readonly created: boolean }> {
  return inTransaction(store, async (tx) => {
    const registered = await registerFeed(tx, registration);
    if (!registered.created) return registered;
    // Others at the same time are counted along, since they wait here until this one is written.
    await lockRow(tx, "publishers", registration.publisherId);
    const { feeds, enclosures } = await readPublisherUse(tx, registration.publisherId);
    // Thrown inside the transaction, which takes the registration back.
    if (feeds > env.feedsMax) throw tooMany("watches", env.feedsMax, "feeds");
    if (enclosures > env.enclosuresMax) throw tooMany("has", env.enclosuresMax, "enclosures in its feeds");
    return registered;
  });
}

function tooMany(does: string, max: number, what: string): Problem {
  return new Problem(
    "limit-reached",
    `This account ${does} ${max} ${what}, which is the most. Remove a feed, or ask whoever runs Earshot.`,
  );
}
