import {
  type Db,
  deleteSilence,
  inTransaction,
  lockRow,
  readSilence,
  type SilenceRow,
  type SilenceTarget,
  updateSilence,
} from "@earshot/storage";
import { visibleTo } from "../../auth/caller.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { notFound } from "../../http/problem.ts";
import { requireMatch } from "../../http/require-match.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { noContent, uuidParams } from "../../schemas/basics.ts";
import { silenceChange, silenceSchema } from "../../schemas/silence-schema.ts";
import { requireTimes } from "./add-silence.ts";
import { renderSilence } from "./render-silence.ts";
import type { SilenceRoutes } from "./silence-routes.ts";

/** `PATCH /v1/silences/:id`: what is left out stays. */
export function serveSilenceChange(app: ApiInstance, { auth, store, clock }: SilenceRoutes): void {
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
    (request) => {
      const target = { id: request.params.id, owner: visibleTo(auth.callerOf(request)) };
      const { startsAt, endsAt, note } = request.body;
      const change = {
        ...(startsAt !== undefined && { starts_at: new Date(startsAt) }),
        ...(endsAt !== undefined && { ends_at: endsAt === null ? null : new Date(endsAt) }),
        ...(note !== undefined && { note }),
      };
      return inTransaction(store, async (tx) => {
        const now = clock();
        const known = await lockSilence(tx, target);
        await requireMatch(request, silenceSchema, async () => renderSilence(known, now));
        const { kind, starts_at, ends_at } = { ...known, ...change };
        requireTimes(kind, starts_at, ends_at);
        const row = await updateSilence(tx, target, change);
        if (row === undefined) throw new Error("a silence was gone while it was locked");
        return renderSilence(row, now);
      });
    },
  );
}

/** `DELETE /v1/silences/:id`: what it kept back is told within a minute, if it is still open. */
export function serveSilenceRemoval(app: ApiInstance, { auth, store, clock }: SilenceRoutes): void {
  app.delete(
    "/v1/silences/:id",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["incidents"],
        summary: "Lift a maintenance window or mute",
        params: uuidParams,
        response: { 204: noContent, ...problemAnswers("not-found", "precondition-failed") },
      },
    },
    async (request, reply) => {
      const target = { id: request.params.id, owner: visibleTo(auth.callerOf(request)) };
      await inTransaction(store, async (tx) => {
        const known = await lockSilence(tx, target);
        await requireMatch(request, silenceSchema, async () => renderSilence(known, clock()));
        await deleteSilence(tx, target);
      });
      return reply.code(204).send();
    },
  );
}

async function lockSilence(tx: Db, target: SilenceTarget): Promise<SilenceRow> {
  await lockRow(tx, "silences", target.id);
  const known = await readSilence(tx, target);
  if (known === undefined) throw notFound("maintenance window or mute");
  return known;
}
