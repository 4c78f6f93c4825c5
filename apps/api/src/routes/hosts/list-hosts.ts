import { type Db, type HostListing, type HostView, listHosts } from "@earshot/storage";
import type { z } from "zod";
import { visibleTo } from "../../auth/caller.ts";
import type { Auth } from "../../auth/open-auth.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { idMatchers, renderPage, storePageOf } from "../../http/paging.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { pageOf } from "../../schemas/basics.ts";
import { hostQuery, hostSchema } from "../../schemas/host-schema.ts";
import { renderRegional } from "../../schemas/regional-schema.ts";

/** What the host routes stand on. */
export interface HostRoutes {
  readonly auth: Auth;
  readonly db: Db;
  readonly clock: () => Date;
}

/** `GET /v1/hosts`: those on the way of the caller's own episodes; all for ops. */
export function serveHostList(app: ApiInstance, { auth, db }: HostRoutes): void {
  app.get(
    "/v1/hosts",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["hosts"],
        summary: "Servers on the way to the audio, with their last check",
        querystring: hostQuery,
        response: { 200: pageOf(hostSchema), ...problemAnswers("invalid-fields") },
      },
    },
    async (request) => {
      const { query } = request;
      const publisherId = visibleTo(auth.callerOf(request));
      const hosts = await listHosts(db, { publisherId, ...hostListingOf(query) });
      return renderPage(query, hosts, renderHost);
    },
  );
}

/** What the store is asked for a list of hosts. */
export function hostListingOf(query: z.output<typeof hostQuery>): Omit<HostListing, "publisherId"> {
  const { limit, after } = storePageOf(query, idMatchers.row);
  const { search, hostname, port, verdict, incident } = query;
  const troubled = incident === undefined ? undefined : incident === "open";
  return {
    limit,
    after: after === undefined ? undefined : Number(after),
    search,
    hostname,
    port,
    verdict,
    troubled,
  };
}

/** A host as the API gives it. */
export function renderHost(host: HostView): z.output<typeof hostSchema> {
  const { id, hostname, port, tls, verdict, leafFingerprint } = host;
  return {
    ...{ id: String(id), hostname, port, tls, verdict, leafFingerprint },
    checkedAt: host.checkedAt?.toISOString() ?? null,
    faults: [...host.faults],
    expiresAt: host.expiresAt?.toISOString() ?? null,
    incidentOpen: host.troubled,
    regional: renderRegional(host.regional),
    addresses: host.addresses.map(({ timings: _unused, ...address }) => ({
      ...address,
      faults: [...address.faults],
    })),
  };
}
