import { listSilences, readSilence } from "@earshot/storage";
import { visibleTo } from "../../auth/caller.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { idMatchers, renderPage, storePageOf } from "../../http/paging.ts";
import { notFound } from "../../http/problem.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { pageOf, pageQuery, uuidParams } from "../../schemas/basics.ts";
import { silenceSchema } from "../../schemas/silence-schema.ts";
import { renderSilence } from "./render-silence.ts";
import type { SilenceRoutes } from "./silence-routes.ts";

/** `GET /v1/silences` and `GET /v1/silences/:id`. */
export function serveSilenceReading(app: ApiInstance, { auth, store: { db }, clock }: SilenceRoutes): void {
  app.get(
    "/v1/silences",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["incidents"],
        summary: "Maintenance windows and mutes, oldest first",
        querystring: pageQuery,
        response: { 200: pageOf(silenceSchema), ...problemAnswers("invalid-fields") },
      },
    },
    async (request) => {
      const { query } = request;
      const owner = visibleTo(auth.callerOf(request));
      const rows = await listSilences(db, { ...storePageOf(query, idMatchers.uuid), owner });
      const now = clock();
      return renderPage(query, rows, (row) => renderSilence(row, now));
    },
  );
  app.get(
    "/v1/silences/:id",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["incidents"],
        summary: "One maintenance window or mute",
        params: uuidParams,
        response: { 200: silenceSchema, ...problemAnswers("not-found") },
      },
    },
    async (request) => {
      const target = { id: request.params.id, owner: visibleTo(auth.callerOf(request)) };
      const row = await readSilence(db, target);
      if (row === undefined) throw notFound("maintenance window or mute");
      return renderSilence(row, clock());
    },
  );
}
