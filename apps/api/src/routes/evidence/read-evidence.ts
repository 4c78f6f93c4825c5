import { readIncident } from "@earshot/storage";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { visibleTo } from "../../auth/caller.ts";
import { buildBundle, type EvidenceBundle } from "../../evidence/build-bundle.ts";
import { renderPage } from "../../evidence/render-page.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { notFound } from "../../http/problem.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { uuidParams } from "../../schemas/basics.ts";
import { evidenceBundle } from "../../schemas/evidence-schema.ts";
import { exampleOf, withExample } from "../../schemas/with-example.ts";
import type { EvidenceRoutes } from "./evidence-routes.ts";
import { prefersPage, sendPage } from "./send-bundle.ts";

const page = { "text/html": { schema: withExample(z.string(), renderPage(exampleOf(evidenceBundle))) } };

/** `GET /v1/incidents/:id/evidence`, as JSON or as a page, and the same with `.html`. */
export function serveEvidence(app: ApiInstance, deps: EvidenceRoutes): void {
  app.get(
    "/v1/incidents/:id/evidence",
    {
      onRequest: deps.auth.allow(),
      schema: {
        tags: ["incidents"],
        summary: "The evidence of an incident, to be forwarded to the host",
        description: "JSON, or a page that prints well to whoever accepts text/html rather.",
        params: uuidParams,
        response: {
          200: {
            description: "The evidence.",
            content: { "application/json": { schema: evidenceBundle }, ...page },
          },
          ...problemAnswers("not-found"),
        },
      },
    },
    async (request, reply) => {
      const bundle = await readBundle(deps, request, request.params.id);
      if (prefersPage(request.headers.accept)) return sendPage(reply, bundle);
      return reply.header("vary", "accept").send(bundle);
    },
  );
  app.get(
    "/v1/incidents/:id/evidence.html",
    {
      onRequest: deps.auth.allow(),
      schema: {
        tags: ["incidents"],
        summary: "The evidence of an incident as a page",
        params: uuidParams,
        response: { 200: { description: "The evidence.", content: page }, ...problemAnswers("not-found") },
      },
    },
    async (request, reply) => sendPage(reply, await readBundle(deps, request, request.params.id)),
  );
}

async function readBundle(
  { auth, db, clock }: EvidenceRoutes,
  request: FastifyRequest,
  id: string,
): Promise<EvidenceBundle> {
  const caller = auth.callerOf(request);
  const { publisherId } = caller;
  const view = await readIncident(db, id, { publisherId: visibleTo(caller), ownId: publisherId });
  if (view === undefined) throw notFound("incident");
  return buildBundle(db, view, { publisherId, isOps: caller.roles.includes("ops"), now: clock() });
}
