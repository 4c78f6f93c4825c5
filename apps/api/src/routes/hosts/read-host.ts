import { explainFault } from "@earshot/domain";
import { knownHostOf } from "@earshot/probe";
import {
  type FaultPeriod,
  listHostFaults,
  listHostFeeds,
  readHost,
  readHostUse,
  readServed,
  readVantageLooks,
  type ServedCertificate,
} from "@earshot/storage";
import type { FastifyRequest } from "fastify";
import type { z } from "zod";
import { visibleTo } from "../../auth/caller.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { idMatchers, renderPage, storePageOf } from "../../http/paging.ts";
import { notFound } from "../../http/problem.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { pageOf, pageQuery, rowParams } from "../../schemas/basics.ts";
import {
  feedOfHostSchema,
  hostDetailSchema,
  hostFaultsQuery,
  hostFaultsSchema,
} from "../../schemas/host-schema.ts";
import { dayBefore, renderVantageLooks } from "../../schemas/regional-schema.ts";
import { type HostRoutes, renderHost } from "./list-hosts.ts";

const hourMs = 3_600_000;
const periodsMax = 100;

/** `GET /v1/hosts/:id`, with what it serves, and `/feeds` and `/faults` of it. */
export function serveHost(app: ApiInstance, { auth, db, clock }: HostRoutes): void {
  /** The host that is asked for, and for whom. @throws Problem when the caller does not depend on it. */
  const requireHost = async (request: FastifyRequest<{ Params: { id: string } }>) => {
    const publisherId = visibleTo(auth.callerOf(request));
    const host = await readHost(db, { id: Number(request.params.id), publisherId });
    if (host === undefined) throw notFound("host");
    return { host, of: { hostId: host.id, publisherId } };
  };
  app.get(
    "/v1/hosts/:id",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["hosts"],
        summary: "One host: what it serves, and what of yours hangs on it",
        params: rowParams,
        response: { 200: hostDetailSchema, ...problemAnswers("not-found") },
      },
    },
    async (request) => {
      const { host, of } = await requireHost(request);
      const [served, use, looks] = await Promise.all([
        readServed(db, host.id),
        readHostUse(db, of),
        readVantageLooks(db, { kind: "host", id: host.id, since: dayBefore(clock()) }),
      ]);
      const known = knownHostOf(host.hostname);
      return {
        ...renderHost(host),
        ...{ role: known?.role ?? null, operator: known?.name ?? null, ...use },
        vantages: renderVantageLooks(looks),
        served: renderServed(served),
      };
    },
  );
  app.get(
    "/v1/hosts/:id/feeds",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["hosts"],
        summary: "Your feeds that depend on a host, newest registration first",
        params: rowParams,
        querystring: pageQuery,
        response: { 200: pageOf(feedOfHostSchema), ...problemAnswers("not-found", "invalid-fields") },
      },
    },
    async (request) => {
      const page = storePageOf(request.query, idMatchers.uuid);
      const { of } = await requireHost(request);
      const feeds = await listHostFeeds(db, { ...of, ...page });
      return renderPage(request.query, feeds, (feed) => feed);
    },
  );
  app.get(
    "/v1/hosts/:id/faults",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["hosts"],
        summary: "What fresh handshakes with a host found wrong, in periods",
        params: rowParams,
        querystring: hostFaultsQuery,
        response: { 200: hostFaultsSchema, ...problemAnswers("not-found", "invalid-fields") },
      },
    },
    async (request) => {
      const { host } = await requireHost(request);
      const until = clock();
      const since = new Date(until.getTime() - request.query.hours * hourMs);
      const periods = await listHostFaults(db, { hostId: host.id, since, limit: periodsMax });
      const items = periods.map(renderPeriod);
      return { from: since.toISOString(), until: until.toISOString(), items, next: null };
    },
  );
}

type Served = z.output<typeof hostDetailSchema>["served"];

function renderServed(served: readonly ServedCertificate[]): Served {
  return [...Map.groupBy(served, ({ address }) => address)].map(([address, chain]) => ({
    address,
    since: (chain[0]?.since ?? new Date(0)).toISOString(),
    certificates: chain.map(({ address: _of, position: _place, since: _since, ...facts }) => ({
      ...facts,
      subjectAltNames: [...facts.subjectAltNames],
      notBefore: facts.notBefore.toISOString(),
      notAfter: facts.notAfter.toISOString(),
    })),
  }));
}

function renderPeriod({ code, from, until, ...period }: FaultPeriod) {
  return { ...explainFault(code), ...period, from: from.toISOString(), until: until.toISOString() };
}
