import { readHost, readRollups } from "@earshot/storage";
import { visibleTo } from "../../auth/caller.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { notFound } from "../../http/problem.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { rowParams } from "../../schemas/basics.ts";
import { historyOf, historyQuery, hostHistoryItem } from "../../schemas/history-schema.ts";
import type { HostRoutes } from "../hosts/list-hosts.ts";
import { renderHistory, spanOf } from "./render-history.ts";

/** `GET /v1/hosts/:id/latency`: how fast a host served the audio and shook hands, hour by hour. */
export function serveHostLatency(app: ApiInstance, { auth, db, clock }: HostRoutes): void {
  app.get(
    "/v1/hosts/:id/latency",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["hosts"],
        summary: "How fast and how reliably a host answered, over time",
        params: rowParams,
        querystring: historyQuery,
        response: { 200: historyOf(hostHistoryItem), ...problemAnswers("not-found", "invalid-fields") },
      },
    },
    async (request) => {
      const { query } = request;
      const publisherId = visibleTo(auth.callerOf(request));
      const host = await readHost(db, { id: Number(request.params.id), publisherId });
      if (host === undefined) throw notFound("host");
      const span = spanOf(query, clock());
      const of = { subjectId: host.id, ...span };
      const [probes, checks] = await Promise.all([
        readRollups(db, { kind: "host", ...of }),
        readRollups(db, { kind: "check", ...of }),
      ]);
      const items = [
        ...renderHistory(probes, query.per).map((point) => ({ ...point, of: "probes" as const })),
        ...renderHistory(checks, query.per).map((point) => ({ ...point, of: "checks" as const })),
      ];
      return { from: span.from.toISOString(), until: span.until.toISOString(), items, next: null };
    },
  );
}
