import { type FleetHost, listFleetHosts } from "@earshot/storage";
import type { z } from "zod";
import type { ApiInstance } from "../../http/api-instance.ts";
import { renderPage } from "../../http/paging.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { pageOf } from "../../schemas/basics.ts";
import { fleetHostSchema } from "../../schemas/fleet-schema.ts";
import { hostQuery } from "../../schemas/host-schema.ts";
import { type HostRoutes, hostListingOf, renderHost } from "../hosts/list-hosts.ts";

/** `GET /v1/ops/hosts`: every host of the fleet. */
export function serveFleetHosts(app: ApiInstance, { auth, db }: HostRoutes): void {
  app.get(
    "/v1/ops/hosts",
    {
      onRequest: auth.allow("ops"),
      schema: {
        tags: ["ops"],
        summary: "Every host, with what hangs on it and when it is looked at next",
        querystring: hostQuery,
        response: { 200: pageOf(fleetHostSchema), ...problemAnswers("invalid-fields") },
      },
    },
    async ({ query }) => {
      const hosts = await listFleetHosts(db, hostListingOf(query));
      return renderPage(query, hosts, renderFleetHost);
    },
  );
}

function renderFleetHost(host: FleetHost): z.output<typeof fleetHostSchema> {
  return {
    ...renderHost(host),
    feeds: host.feeds,
    firstSeenAt: host.firstSeenAt.toISOString(),
    lastSeenAt: host.lastSeenAt.toISOString(),
    dueAt: host.dueAt?.toISOString() ?? null,
  };
}
