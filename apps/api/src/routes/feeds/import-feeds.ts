import type { FastifyInstance } from "fastify";
import type { z } from "zod";
import type { ApiInstance } from "../../http/api-instance.ts";
import { Problem } from "../../http/problem.ts";
import { decodeXml } from "../../opml/decode-xml.ts";
import { readOpml } from "../../opml/read-opml.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { feedImport, type importedFeed, importResult } from "../../schemas/import-schema.ts";
import type { FeedRoutes } from "./feed-routes.ts";
import { registerWithinLimits } from "./register-feed.ts";

type ImportedFeed = z.output<typeof importedFeed>;

/** A list of a thousand long URLs with labels fits. */
const bodyBytesMax = 4 * 1_024 * 1_024;

const opmlTypes = ["text/x-opml", "text/x-opml+xml", "application/xml", "text/xml"];

/** `POST /v1/feeds/import`: many feeds at once, as JSON or OPML. Each is taken or refused by itself. */
export function serveFeedImport(app: ApiInstance, deps: FeedRoutes): void {
  void app.register(async (scoped: ApiInstance) => {
    acceptOpml(scoped);
    scoped.post(
      "/v1/feeds/import",
      {
        onRequest: deps.auth.allow("publisher"),
        bodyLimit: bodyBytesMax,
        schema: {
          tags: ["feeds"],
          summary: "Register many feeds",
          description:
            "Up to 1,000, as JSON or as an OPML file (`Content-Type: text/x-opml`), whose categories and folders become " +
            "labels. Each feed is taken or refused by itself; the answer tells which, in their order.",
          consumes: ["application/json", "text/x-opml"],
          body: feedImport,
          response: { 200: importResult, ...problemAnswers("invalid-fields") },
        },
      },
      async (request) => {
        const { publisherId } = deps.auth.callerOf(request);
        const items: ImportedFeed[] = [];
        for (const feed of request.body.feeds) items.push(await importOne(deps, publisherId, feed));
        const count = (outcome: ImportedFeed["outcome"]) =>
          items.filter((item) => item.outcome === outcome).length;
        return { created: count("created"), known: count("known"), refused: count("refused"), items };
      },
    );
  });
}

/** OPML becomes what the JSON body would be, so that one schema judges both. */
function acceptOpml(scoped: FastifyInstance): void {
  scoped.addContentTypeParser<Buffer>(opmlTypes, { parseAs: "buffer" }, ({ headers }, bytes, done) => {
    try {
      done(null, { feeds: readOpml(decodeXml(bytes, headers["content-type"] ?? "")) });
    } catch {
      done(
        new Problem(
          "malformed-request",
          "The body is no OPML file. Export one from a podcast app, or send JSON.",
        ),
      );
    }
  });
}

async function importOne(
  deps: FeedRoutes,
  publisherId: string,
  { url: given, labels = [] }: z.output<typeof feedImport>["feeds"][number],
): Promise<ImportedFeed> {
  const judgement = await deps.judgeFeedUrl(given);
  if (!judgement.accepted) return refused(given, judgement.reason);
  try {
    const registration = { publisherId, url: judgement.url, labels, now: deps.clock() };
    const { created, subscription } = await registerWithinLimits(deps, registration);
    return { url: given, outcome: created ? "created" : "known", id: subscription.id, reason: null };
  } catch (error) {
    // A limit refuses this feed, and perhaps not a later one that is there already.
    if (error instanceof Problem) return refused(given, error.message);
    throw error;
  }
}

function refused(url: string, reason: string): ImportedFeed {
  return { url, outcome: "refused", id: null, reason };
}
