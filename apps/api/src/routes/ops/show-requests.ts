import { type HostRole, knownHostOf } from "@earshot/probe";
import { type Db, listRequestedHosts, type RequestedHost } from "@earshot/storage";
import { z } from "zod";
import type { Auth } from "../../auth/open-auth.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { instant, rowId } from "../../schemas/basics.ts";
import { story } from "../../schemas/examples/story.ts";
import { withExample } from "../../schemas/with-example.ts";

const count = z.int().nonnegative();
const roles = ["prefix", "host", "cdn"] as const satisfies readonly HostRole[];

const requestedHostItem = z
  .object({
    hostId: rowId,
    hostname: z.string(),
    port: z.int(),
    role: z.enum(roles).nullable().meta({
      description: "What it is known to do on the way to the audio: count and redirect, keep, deliver.",
    }),
    requests: count.meta({ description: "Requests of ours in that day, feeds and enclosures together." }),
    paceShare: z.number().meta({
      description:
        "The share of EARSHOT_HOST_RATE at which it is asked now: less than 1 after it complained.",
    }),
    closedUntil: instant.nullable().meta({
      description: "Nobody asks it before: it said so, or three requests in a row failed.",
    }),
    incidentOpen: z.boolean(),
    parked: count.meta({ description: "Enclosures that are not asked for because of its open incident." }),
  })
  .meta({ id: "RequestedHost" });

const requestedHosts = withExample(
  z.object({ day: z.iso.date(), items: z.array(requestedHostItem), next: z.null() }),
  {
    day: "2026-11-25",
    items: [
      {
        ...{ hostId: "12", hostname: story.prefix, port: 443, role: "prefix", requests: 61_204 },
        ...{ paceShare: 1, closedUntil: null, incidentOpen: false, parked: 0 },
      },
      {
        ...{ hostId: "318", hostname: story.host, port: 443, role: null, requests: 4_310 },
        ...{ paceShare: 0.5, closedUntil: "2026-11-25T00:11:00.000Z", incidentOpen: true, parked: 3_904 },
      },
    ],
    next: null,
  },
);

const requestsQuery = z.strictObject({
  day: z.iso
    .date("day must be a date such as 2026-11-25")
    .optional()
    .meta({ description: "UTC; today unless given. Kept for 30 days." }),
  limit: z.coerce
    .number("limit must be a number from 1 to 200")
    .int("limit must be a whole number from 1 to 200")
    .min(1, "limit must be at least 1")
    .max(200, "limit must be at most 200")
    .default(50),
});

/** `GET /v1/ops/requests`: which hosts had most requests from us in a day, and how each is asked now. */
export function showRequests(
  app: ApiInstance,
  { auth, db, clock }: { readonly auth: Auth; readonly db: Db; readonly clock: () => Date },
): void {
  app.get(
    "/v1/ops/requests",
    {
      onRequest: auth.allow("ops"),
      schema: {
        tags: ["ops"],
        summary: "The hosts that had most requests from us, busiest first",
        querystring: requestsQuery,
        response: {
          200: requestedHosts,
          ...problemAnswers("invalid-fields"),
        },
      },
    },
    async ({ query }) => {
      const now = clock();
      const day = query.day ?? now.toISOString().slice(0, 10);
      const hosts = await listRequestedHosts(db, { day: new Date(day), limit: query.limit, now });
      return { day, items: hosts.map(renderRequestedHost), next: null };
    },
  );
}

function renderRequestedHost(host: RequestedHost): z.output<typeof requestedHostItem> {
  const { id, hostname, port, requests, paceShare, closedUntil, troubled, parked } = host;
  return {
    ...{ hostId: String(id), hostname, port, requests, paceShare, parked, incidentOpen: troubled },
    role: knownHostOf(hostname)?.role ?? null,
    closedUntil: closedUntil?.toISOString() ?? null,
  };
}
