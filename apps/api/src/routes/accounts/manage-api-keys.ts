import {
  type ApiKey,
  createApiKey,
  type Db,
  listApiKeys,
  readPublisher,
  revokeApiKey,
} from "@earshot/storage";
import type { z } from "zod";
import { type Caller, type Role, visibleTo } from "../../auth/caller.ts";
import type { Auth } from "../../auth/open-auth.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { idMatchers, renderPage, storePageOf } from "../../http/paging.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { apiKeySchema, createdApiKey, newApiKey } from "../../schemas/account-schema.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { noContent, pageOf, pageQuery, uuidParams } from "../../schemas/basics.ts";

/** What the key routes stand on. */
export interface ApiKeyRoutes {
  readonly auth: Auth;
  readonly db: Db;
  readonly clock: () => Date;
}

/** `POST/GET /v1/api-keys`, `DELETE /v1/api-keys/:id`: keys of one's own account; of any account for ops. */
export function manageApiKeys(app: ApiInstance, deps: ApiKeyRoutes): void {
  makeApiKey(app, deps);
  const { auth, db, clock } = deps;
  app.get(
    "/v1/api-keys",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["ops"],
        summary: "Keys, newest first, revoked ones too",
        querystring: pageQuery,
        response: { 200: pageOf(apiKeySchema), ...problemAnswers("invalid-fields") },
      },
    },
    async (request) => {
      const { query } = request;
      const publisherId = visibleTo(auth.callerOf(request));
      const rows = await listApiKeys(db, { publisherId, ...storePageOf(query, idMatchers.uuid) });
      return renderPage(query, rows, renderApiKey);
    },
  );
  app.delete(
    "/v1/api-keys/:id",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["ops"],
        summary: "Revoke a key",
        params: uuidParams,
        response: { 204: noContent, ...problemAnswers("not-found") },
      },
    },
    async (request, reply) => {
      const publisherId = visibleTo(auth.callerOf(request));
      const isRevoked = await revokeApiKey(db, { id: request.params.id, publisherId, now: clock() });
      if (!isRevoked) throw notFound("live API key");
      return reply.code(204).send();
    },
  );
}

function makeApiKey(app: ApiInstance, { auth, db, clock }: ApiKeyRoutes): void {
  app.post(
    "/v1/api-keys",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["ops"],
        summary: "Make a key",
        description:
          "For any account with an ops key; for one's own account with any key, and no role that it lacks.",
        body: newApiKey,
        response: { 201: createdApiKey, ...problemAnswers("invalid-fields") },
      },
    },
    async (request, reply) => {
      const caller = auth.callerOf(request);
      const { publisherId = caller.publisherId, roles, expiresAt } = request.body;
      const now = clock();
      refuseEscalation(caller, publisherId, roles);
      refusePast(expiresAt, now);
      if ((await readPublisher(db, publisherId)) === undefined) throw unknownPublisher();
      const { key, row } = await createApiKey(db, {
        publisherId,
        roles: [...new Set(roles)],
        expiresAt: expiresAt === undefined ? null : new Date(expiresAt),
        now,
      });
      return reply.code(201).send({ ...renderApiKey(row), key });
    },
  );
}

function refuseEscalation(caller: Caller, publisherId: string, roles: readonly Role[]): void {
  if (caller.roles.includes("ops")) return;
  // The same answer whether the account exists or not.
  if (publisherId !== caller.publisherId) throw unknownPublisher();
  const lacking = roles.find((role) => !caller.roles.includes(role));
  if (lacking !== undefined) {
    throw new Problem("forbidden", `Your key lacks the role ${lacking}, so it cannot give it to another.`);
  }
}

function refusePast(expiresAt: string | undefined, now: Date): void {
  if (expiresAt === undefined || new Date(expiresAt) > now) return;
  throw new Problem("invalid-fields", "expiresAt has passed already.", {
    errors: [{ path: "expiresAt", message: "give an instant in the future, or leave it out" }],
  });
}

function unknownPublisher(): Problem {
  return new Problem("invalid-fields", "There is no account with this publisherId.", {
    errors: [{ path: "publisherId", message: "give the id of an account that you may see" }],
  });
}

function renderApiKey(key: ApiKey): z.output<typeof apiKeySchema> {
  return {
    ...key,
    roles: [...key.roles],
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
  };
}
