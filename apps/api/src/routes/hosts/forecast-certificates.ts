import { type Deadline, type HostFeed, listFeedsOfHosts, readDeadlines } from "@earshot/storage";
import type { z } from "zod";
import { visibleTo } from "../../auth/caller.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { idMatchers, renderPageBy, storePageOf } from "../../http/paging.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { forecastQuery, forecastSchema } from "../../schemas/host-schema.ts";
import type { HostRoutes } from "./list-hosts.ts";

type ForecastDay = z.output<typeof forecastSchema>["items"][number];

/** As many feeds of a host are named beside their number. */
const feedsPerHostMax = 5;
const dayMs = 24 * 60 * 60 * 1_000;

/** `GET /v1/certificates/forecast?days=N`: per day, which hosts, shows and episodes stop working if nobody acts. */
export function serveForecast(app: ApiInstance, { auth, db, clock }: HostRoutes): void {
  app.get(
    "/v1/certificates/forecast",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["hosts"],
        summary: "What stops working on which day if nobody renews a certificate",
        querystring: forecastQuery,
        response: { 200: forecastSchema, ...problemAnswers("invalid-fields") },
      },
    },
    async (request) => {
      const publisherId = visibleTo(auth.callerOf(request));
      const { query } = request;
      const from = clock();
      const until = new Date(from.getTime() + query.days * dayMs);
      const { limit, after } = storePageOf(query, idMatchers.deadline);
      const found = await readDeadlines(db, { publisherId, from, until, limit, after: placeOf(after) });
      const hostIds = found.slice(0, query.limit).map(({ hostId }) => hostId);
      const feeds = Map.groupBy(
        await listFeedsOfHosts(db, { publisherId, hostIds, perHost: feedsPerHostMax }),
        ({ hostId }) => hostId,
      );
      const render = (deadline: Deadline) => renderDeadline(deadline, feeds.get(deadline.hostId) ?? []);
      const page = renderPageBy(query, found, render, ({ expiresAt, hostId }) => `${expiresAt}/${hostId}`);
      return {
        from: from.toISOString(),
        until: until.toISOString(),
        truncated: page.next !== null,
        items: groupByDay(page.items),
        next: page.next,
      };
    },
  );
}

/** Where the page before ended. */
function placeOf(after: string | undefined): Pick<Deadline, "expiresAt" | "hostId"> | undefined {
  const [expiresAt, hostId] = after?.split("/") ?? [];
  return expiresAt === undefined ? undefined : { expiresAt: new Date(expiresAt), hostId: Number(hostId) };
}

function groupByDay(hosts: readonly ForecastDay["hosts"][number][]): ForecastDay[] {
  const days = Map.groupBy(hosts, ({ expiresAt }) => expiresAt.slice(0, "2026-01-01".length));
  return [...days].map(([date, hostsOfDay]) => ({ date, hosts: hostsOfDay }));
}

function renderDeadline(deadline: Deadline, feeds: readonly HostFeed[]): ForecastDay["hosts"][number] {
  const { hostId, hostname, port, expiresAt, leafFingerprint } = deadline;
  const { shows, episodes, endpoints } = deadline;
  return {
    ...{ hostId: String(hostId), hostname, port, shows, episodes, endpoints },
    expiresAt: expiresAt.toISOString(),
    certificate: leafFingerprint,
    feeds: feeds.map(({ id, title }) => ({ id, title })),
  };
}
