import { deleteSilence, readSilence, updateSilence } from "@earshot/storage";
import { visibleTo } from "../../auth/caller.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { notFound } from "../../http/problem.ts";
import { requireMatch } from "../../http/set-etags.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { noContent, uuidParams } from "../../schemas/basics.ts";
import { silenceChange, silenceSchema } from "../../schemas/silence-schema.ts";
import { requireTimes } from "./add-silence.ts";
import { renderSilence } from "./render-silence.ts";
import type { SilenceRoutes } from "./silence-routes.ts";

/** `PATCH /v1/silences/:id`: what is left out stays. */
export function serveSilenceChange(app: ApiInstance, { auth, db, clock }: SilenceRoutes): void {
  app.patch(
    "/v1/silences/:id",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["incidents"],
        summary: "Change when a maintenance window or mute holds, or its note",
        params: uuidParams,
        body: silenceChange,
        response: {
          200: silenceSchema,
          ...problemAnswers("not-found", "precondition-failed", "invalid-fields"),
        },
      },
    },
    async (request, reply) => {
      const target = { id: request.params.id, owner: visibleTo(auth.callerOf(request)) };
      const known = await readSilence(db, target);
      if (known === undefined) throw notFound("maintenance window or mute");
      requireMatch(request, reply, renderSilence(known, clock()));
      const { startsAt, endsAt, note } = request.body;
      const change = {
        ...(startsAt !== undefined && { starts_at: new Date(startsAt) }),
        ...(endsAt !== undefined && { ends_at: endsAt === null ? null : new Date(endsAt) }),
        ...(note !== undefined && { note }),
      };
      const { kind, starts_at, ends_at } = { ...known, ...change };
      requireTimes(kind, starts_at, ends_at);
      const row = await updateSilence(db, target, change);
      if (row === undefined) throw notFound("maintenance window or mute");
      return renderSilence(row, clock());
    },
  );
}

/** `DELETE /v1/silences/:id`: what it kept back is told within a minute, if it is still open. */
export function serveSilenceRemoval(app: ApiInstance, { auth, db }: SilenceRoutes): void {
  app.delete(
    "/v1/silences/:id",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["incidents"],
        summary: "Lift a maintenance window or mute",
        params: uuidParams,
        response: { 204: noContent, ...problemAnswers("not-found") },
      },
    },
    async (request, reply) => {
      const target = { id: request.params.id, owner: visibleTo(auth.callerOf(request)) };
      if (!(await deleteSilence(db, target))) throw notFound("maintenance window or mute");
      return reply.code(204).send();
    },
  );
}
