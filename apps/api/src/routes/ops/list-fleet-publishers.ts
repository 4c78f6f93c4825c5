import { type FleetPublisher, listFleetPublishers } from "@earshot/storage";
import type { z } from "zod";
import type { ApiInstance } from "../../http/api-instance.ts";
import { idMatchers, renderPage, storePageOf } from "../../http/paging.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { pageOf } from "../../schemas/basics.ts";
import { fleetPublisherQuery, fleetPublisherSchema } from "../../schemas/fleet-schema.ts";
import type { HostRoutes } from "../hosts/list-hosts.ts";

/** `GET /v1/ops/publishers`: every account with its use of the service. */
export function serveFleetPublishers(app: ApiInstance, { auth, db }: HostRoutes): void {
  app.get(
    "/v1/ops/publishers",
    {
      onRequest: auth.allow("ops"),
      schema: {
        tags: ["ops"],
        summary: "Every account with its use of the service, newest first",
        querystring: fleetPublisherQuery,
        response: { 200: pageOf(fleetPublisherSchema), ...problemAnswers("invalid-fields") },
      },
    },
    async ({ query }) => {
      const page = storePageOf(query, idMatchers.uuid);
      return renderPage(query, await listFleetPublishers(db, { ...page, search: query.search }), render);
    },
  );
}

function render(publisher: FleetPublisher): z.output<typeof fleetPublisherSchema> {
  return {
    ...publisher,
    createdAt: publisher.createdAt.toISOString(),
    lastSeenAt: publisher.lastSeenAt?.toISOString() ?? null,
  };
}
