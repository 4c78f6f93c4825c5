import {
  createEvidenceLink,
  type EvidenceLink,
  listEvidenceLinks,
  readIncident,
  revokeEvidenceLink,
} from "@earshot/storage";
import type { z } from "zod";
import { visibleTo } from "../../auth/caller.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { idMatchers, renderPage, storePageOf } from "../../http/paging.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { noContent, pageOf, pageQuery, uuidParams } from "../../schemas/basics.ts";
import { createdEvidenceLink, evidenceLink, newEvidenceLink } from "../../schemas/evidence-schema.ts";
import type { EvidenceRoutes } from "./evidence-routes.ts";

const dayMs = 24 * 60 * 60_000;
const linksPerIncidentMax = 20;

/** Links by which a host's engineer reads the evidence of an incident without an account. */
export function manageEvidenceLinks(app: ApiInstance, deps: EvidenceRoutes): void {
  serveCreation(app, deps);
  serveList(app, deps);
  serveRevocation(app, deps);
}

function serveCreation(app: ApiInstance, { auth, db, clock, publicUrl }: EvidenceRoutes): void {
  app.post(
    "/v1/incidents/:id/evidence-links",
    {
      onRequest: auth.allow("publisher"),
      schema: {
        tags: ["incidents"],
        summary: "Make a link to the evidence for somebody without an account",
        description:
          "Read-only, unguessable, and revoked by deleting it. It shows what your own account may see.",
        params: uuidParams,
        body: newEvidenceLink,
        response: {
          201: createdEvidenceLink,
          ...problemAnswers("not-found", "invalid-fields", "limit-reached"),
        },
      },
    },
    async (request, reply) => {
      const incidentId = request.params.id;
      const { publisherId } = auth.callerOf(request);
      const now = clock();
      if ((await readIncident(db, incidentId, { publisherId, ownId: publisherId })) === undefined)
        throw notFound("incident of your account");
      const of = { incidentId, publisherId, now };
      const known = await listEvidenceLinks(db, { ...of, limit: linksPerIncidentMax });
      if (known.length >= linksPerIncidentMax) throw tooManyLinks();
      const expiresAt = new Date(now.getTime() + request.body.days * dayMs);
      const { link, token } = await createEvidenceLink(db, { ...of, expiresAt });
      const url = new URL(`/evidence/${token}`, publicUrl).href;
      return reply.code(201).send({ ...renderLink(link), url });
    },
  );
}

function serveList(app: ApiInstance, { auth, db, clock }: EvidenceRoutes): void {
  app.get(
    "/v1/incidents/:id/evidence-links",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["incidents"],
        summary: "One's own links to the evidence that hold, oldest first",
        params: uuidParams,
        querystring: pageQuery,
        response: { 200: pageOf(evidenceLink), ...problemAnswers("not-found", "invalid-fields") },
      },
    },
    async (request) => {
      const { query } = request;
      const caller = auth.callerOf(request);
      const { publisherId } = caller;
      const incidentId = request.params.id;
      const viewer = { publisherId: visibleTo(caller), ownId: publisherId };
      if ((await readIncident(db, incidentId, viewer)) === undefined) throw notFound("incident");
      const page = storePageOf(query, idMatchers.uuid);
      const links = await listEvidenceLinks(db, { ...page, incidentId, publisherId, now: clock() });
      return renderPage(query, links, renderLink);
    },
  );
}

function serveRevocation(app: ApiInstance, { auth, db }: EvidenceRoutes): void {
  app.delete(
    "/v1/evidence-links/:id",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["incidents"],
        summary: "Revoke a link to evidence",
        params: uuidParams,
        response: { 204: noContent, ...problemAnswers("not-found") },
      },
    },
    async (request, reply) => {
      const target = { id: request.params.id, owner: visibleTo(auth.callerOf(request)) };
      if (!(await revokeEvidenceLink(db, target))) throw notFound("link to evidence");
      return reply.code(204).send();
    },
  );
}

function renderLink(link: EvidenceLink): z.output<typeof evidenceLink> {
  return {
    id: link.id,
    incidentId: link.incident_id,
    createdAt: link.created_at.toISOString(),
    expiresAt: link.expires_at.toISOString(),
    openedAt: link.opened_at?.toISOString() ?? null,
  };
}

function tooManyLinks(): Problem {
  return new Problem(
    "limit-reached",
    `This incident has ${linksPerIncidentMax} links of yours, which is the most. Revoke one first.`,
  );
}
