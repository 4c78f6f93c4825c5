import { type Db, listSubscriptions, type Subscription } from "@earshot/storage";
import { z } from "zod";
import type { ApiInstance } from "../../http/api-instance.ts";
import { writeOpml } from "../../opml/write-opml.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { opmlExample } from "../../schemas/examples/text-examples.ts";
import { withExample } from "../../schemas/with-example.ts";
import type { FeedRoutes } from "./feed-routes.ts";

const pageSize = 1_000;

/** `GET /v1/feeds/export`: all of one's own feeds as an OPML file. */
export function serveFeedExport(app: ApiInstance, { auth, clock, store: { db } }: FeedRoutes): void {
  app.get(
    "/v1/feeds/export",
    {
      onRequest: auth.allow("publisher"),
      schema: {
        tags: ["feeds"],
        summary: "All feeds of the account as an OPML file",
        description: "Labels are its categories. It can be imported again, here or into a podcast app.",
        response: {
          200: {
            description: "OPML 2.0.",
            content: { "text/x-opml": { schema: withExample(z.string(), opmlExample) } },
          },
          ...problemAnswers(),
        },
      },
    },
    async (request, reply) => {
      const subscriptions = await readAll(db, auth.callerOf(request).publisherId);
      return reply
        .type("text/x-opml; charset=utf-8")
        .header("content-disposition", 'attachment; filename="earshot.opml"')
        .serializer((text) => String(text))
        .send(writeOpml(subscriptions, clock()));
    },
  );
}

/** An account's feeds are bounded, so all of them fit. */
async function readAll(db: Db, publisherId: string): Promise<readonly Subscription[]> {
  const all: Subscription[] = [];
  for (;;) {
    const page = await listSubscriptions(db, { publisherId, limit: pageSize, after: all.at(-1)?.id });
    all.push(...page);
    if (page.length < pageSize) return all;
  }
}
