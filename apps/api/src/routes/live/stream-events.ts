import { z } from "zod";
import type { Auth } from "../../auth/open-auth.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { idMatchers } from "../../http/paging.ts";
import { formatEvent } from "../../live/live-snapshot.ts";
import type { Live } from "../../live/open-live.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { incidentSchema } from "../../schemas/incident-schema.ts";
import { exampleOf, withExample } from "../../schemas/with-example.ts";

const eventExample = formatEvent({ id: 2841, event: "incident", data: exampleOf(incidentSchema) });

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
          "every 15 s keeps proxies awake. A stream ends after 15 minutes: connect again with the last event's id as " +
          "`Last-Event-ID`, as an EventSource does by itself, and what came meanwhile follows instead of a snapshot, as " +
          "long as it is kept (an hour).",
        response: {
          200: {
            description: "Events.",
            content: { "text/event-stream": { schema: withExample(z.string(), eventExample) } },
          },
          ...problemAnswers("too-many-streams"),
        },
      },
    },
    async (request, reply) => {
      const { publisherId, roles } = deps.auth.callerOf(request);
      const listener = { publisherId, seesAll: roles.includes("ops") };
      const stream = deps.live.openStream(listener, readLastEventId(request.headers["last-event-id"]));
      // A proxy that buffers (nginx does unless told) would hold events back.
      reply.headers({ "cache-control": "no-store", "x-accel-buffering": "no" });
      reply.type("text/event-stream; charset=utf-8");
      // A stream is sent as it is; the declared string only describes it, so the types cannot know.
      return reply.send(stream as unknown as string);
    },
  );
}

/** The id that a client had last; undefined when it is none of ours, and the client is told everything. */
function readLastEventId(header: string | readonly string[] | undefined): number | undefined {
  return typeof header === "string" && idMatchers.row.test(header) ? Number(header) : undefined;
}
