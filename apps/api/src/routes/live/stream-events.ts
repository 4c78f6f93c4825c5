import { z } from "zod";
import type { Auth } from "../../auth/open-auth.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import type { Live } from "../../live/open-live.ts";
import { problemAnswers } from "../../schemas/answers.ts";

/** `GET /v1/events`: changes to feeds, incidents and deliveries as server-sent events. */
export function streamEvents(app: ApiInstance, deps: { readonly auth: Auth; readonly live: Live }): void {
  app.get(
    "/v1/events",
    {
      onRequest: deps.auth.allow(),
      schema: {
        tags: ["live"],
        summary: "Changes as they happen",
        description:
          "Server-sent events: one `snapshot` of the newest feeds, incidents and deliveries (20 each), then one event " +
          "(`feed`, `incident`, `delivery`) for each change to them, with the thing as the lists give it. A comment " +
          "every 15 s keeps " +
          "proxies awake. A stream ends after 15 minutes: connect again and take the new snapshot.",
        response: {
          200: { description: "Events.", content: { "text/event-stream": { schema: z.string() } } },
          ...problemAnswers("too-many-streams"),
        },
      },
    },
    async (request, reply) => {
      const { publisherId, roles } = deps.auth.callerOf(request);
      const stream = deps.live.openStream({ publisherId, seesAll: roles.includes("ops") });
      // A proxy that buffers (nginx does unless told) would hold events back.
      reply.headers({ "cache-control": "no-store", "x-accel-buffering": "no" });
      reply.type("text/event-stream; charset=utf-8");
      // A stream is sent as it is; the declared string only describes it, so the types cannot know.
      return reply.send(stream as unknown as string);
    },
  );
}
