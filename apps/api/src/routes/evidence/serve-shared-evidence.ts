import { openEvidenceLink, readIncident } from "@earshot/storage";
import { z } from "zod";
import { buildBundle } from "../../evidence/build-bundle.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { Problem } from "../../http/problem.ts";
import type { EvidenceRoutes } from "./evidence-routes.ts";
import { sendPage } from "./send-bundle.ts";

const tokenParams = z.object({ token: z.string().regex(/^[\w-]{43}$/) });

/**
 * `GET /evidence/:token`, a page, and `GET /evidence/:token/json`: for whoever was given the link, without a key. What
 * it shows is what the publisher who made it may see. Nothing keeps a copy of it, and no search engine lists it.
 */
export function serveSharedEvidence(
  app: ApiInstance,
  deps: Omit<EvidenceRoutes, "auth" | "publicUrl">,
): void {
  const schema = { hide: true, params: tokenParams } as const;
  const privately = { "cache-control": "no-store", "x-robots-tag": "noindex, nofollow" };
  app.get("/evidence/:token", { schema }, async (request, reply) => {
    const bundle = await openBundle(deps, request.params.token);
    return sendPage(reply.headers(privately), bundle);
  });
  app.get("/evidence/:token/json", { schema }, async (request, reply) => {
    const bundle = await openBundle(deps, request.params.token);
    return reply.headers(privately).send(bundle);
  });
}

async function openBundle({ db, clock }: Omit<EvidenceRoutes, "auth" | "publicUrl">, token: string) {
  const now = clock();
  const link = await openEvidenceLink(db, token, now);
  if (link === undefined) throw noLink();
  const { publisher_id: publisherId, incident_id: incidentId } = link;
  const view = await readIncident(db, incidentId, { publisherId, ownId: publisherId });
  if (view === undefined) throw noLink();
  return buildBundle(db, view, { publisherId, isOps: false, now });
}

function noLink(): Problem {
  return new Problem(
    "not-found",
    "This link does not hold, or not any more. Ask whoever gave it to you for a new one.",
  );
}
