import { createSilence, listSilences, readIncident, readSubscription } from "@earshot/storage";
import type { ApiInstance } from "../../http/api-instance.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { newSilence, refuseTimes, silenceSchema } from "../../schemas/silence-schema.ts";
import { renderSilence } from "./render-silence.ts";
import type { SilenceRoutes } from "./silence-routes.ts";

/** All of a publisher's are read at each look at an incident that touches it. */
const silencesPerPublisherMax = 100;

/** `POST /v1/silences`: a maintenance window or a mute of one's own account. */
export function serveSilenceAddition(app: ApiInstance, { auth, store: { db }, clock }: SilenceRoutes): void {
  app.post(
    "/v1/silences",
    {
      onRequest: auth.allow("publisher"),
      schema: {
        tags: ["incidents"],
        summary: "Plan a maintenance window, or mute",
        description: "Without feedId, host or incidentId it covers every incident of the account.",
        body: newSilence,
        response: { 201: silenceSchema, ...problemAnswers("not-found", "invalid-fields", "limit-reached") },
      },
    },
    async (request, reply) => {
      const { publisherId } = auth.callerOf(request);
      const { body } = request;
      const now = clock();
      const starts = body.startsAt === undefined ? now : new Date(body.startsAt);
      const ends = body.endsAt === undefined ? null : new Date(body.endsAt);
      requireTimes(body.kind, starts, ends);
      const { feedId = null, incidentId = null } = body;
      const own = { publisherId, ownId: publisherId };
      if (feedId !== null && (await readSubscription(db, { id: feedId, publisherId })) === undefined)
        throw notFound("feed");
      if (incidentId !== null && (await readIncident(db, incidentId, own)) === undefined)
        throw notFound("incident");
      const known = await listSilences(db, { owner: publisherId, limit: silencesPerPublisherMax });
      if (known.length >= silencesPerPublisherMax) throw tooManySilences();
      const row = await createSilence(db, {
        publisher_id: publisherId,
        kind: body.kind,
        subscription_id: feedId,
        hostname: body.host ?? null,
        incident_id: incidentId,
        starts_at: starts,
        ends_at: ends,
        note: body.note ?? null,
        now,
      });
      reply.header("location", `/v1/silences/${row.id}`);
      return reply.code(201).send(renderSilence(row, now));
    },
  );
}

/** Throws a problem when a silence cannot have these times. */
export function requireTimes(...times: Parameters<typeof refuseTimes>): void {
  const refusal = refuseTimes(...times);
  if (refusal !== null) throw new Problem("invalid-fields", "The times will not do.", { errors: [refusal] });
}

function tooManySilences(): Problem {
  return new Problem(
    "limit-reached",
    `This account has ${silencesPerPublisherMax} maintenance windows and mutes, which is the most. Delete one first.`,
  );
}
