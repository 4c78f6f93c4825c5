import { beginDrill } from "@earshot/incident";
import { inTransaction, readSubscription } from "@earshot/storage";
import type { ApiInstance } from "../../http/api-instance.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { uuidParams } from "../../schemas/basics.ts";
import { begunDrill, drillRequest } from "../../schemas/drill-schema.ts";
import type { FeedRoutes } from "./feed-routes.ts";

const durationSecondsUsual = 60;

/** `POST /v1/feeds/:id/drill`: a simulated outage of one's own show, through the real path to one's own endpoints. */
export function serveDrill(
  app: ApiInstance,
  { auth, store, clock }: Pick<FeedRoutes, "auth" | "store" | "clock">,
): void {
  app.post(
    "/v1/feeds/:id/drill",
    {
      onRequest: auth.allow("publisher"),
      schema: {
        tags: ["incidents"],
        summary: "Hold a fire drill",
        description:
          "Opens an incident that is none, tells your own endpoints of it as of a real one, marked as a drill in every message, and ends it by itself. It counts for nothing else. One at a time for a feed, six an hour.",
        params: uuidParams,
        body: drillRequest,
        response: { 202: begunDrill, ...problemAnswers("not-found", "invalid-fields", "too-many-requests") },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      // Its own publisher only, whatever the roles: nobody startles somebody else.
      const { publisherId } = auth.callerOf(request);
      const subscription = await readSubscription(store.db, { id, publisherId });
      if (subscription === undefined) throw notFound("feed of your account");
      const durationMs = (request.body?.durationSeconds ?? durationSecondsUsual) * 1_000;
      const now = clock();
      const begun = await inTransaction(store, (tx) => beginDrill(tx, { subscription, durationMs, now }));
      if (!begun.ok) throw tooManyDrills(begun, now);
      const { incidentId, endsAt } = begun;
      reply.header("location", `/v1/incidents/${incidentId}`);
      return reply
        .code(202)
        .send({ id, incidentId, startedAt: now.toISOString(), endsAt: endsAt.toISOString() });
    },
  );
}

function tooManyDrills(refusal: { readonly retryAt: Date; readonly isRunning: boolean }, now: Date): Problem {
  const why = refusal.isRunning
    ? `A drill of this feed is under way until ${refusal.retryAt.toISOString()}.`
    : "At most six drills an hour are held of one feed, so that nobody learns to ignore them.";
  const seconds = Math.max(1, Math.ceil((refusal.retryAt.getTime() - now.getTime()) / 1_000));
  return new Problem("too-many-requests", why, { headers: { "retry-after": String(seconds) } });
}
