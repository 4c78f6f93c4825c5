import {
  createSession,
  endSession,
  findApiKey,
  inTransaction,
  readPublisher,
  type Store,
} from "@earshot/storage";
import type { FastifyRequest } from "fastify";
import type { z } from "zod";
import type { Caller } from "../../auth/caller.ts";
import { judgeOrigin } from "../../auth/judge-origin.ts";
import type { Auth } from "../../auth/open-auth.ts";
import type { SessionCookie } from "../../auth/session-cookie.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import type { GuessLimit } from "../../http/limit-rates.ts";
import { Problem } from "../../http/problem.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { noContent } from "../../schemas/basics.ts";
import { newSession, sessionSchema } from "../../schemas/session-schema.ts";

/** What the session routes stand on. */
export interface SessionRoutes {
  readonly auth: Auth;
  readonly store: Store;
  readonly clock: () => Date;
  readonly cookie: SessionCookie;
  readonly publicOrigin: string;
  readonly guesses: GuessLimit;
}

/** How long a browser stays signed in. */
const sessionMs = 7 * 24 * 60 * 60 * 1_000;

/** `POST/GET/DELETE /v1/session`: a browser signed in by an API key, which it need not keep. */
export function serveSession(app: ApiInstance, deps: SessionRoutes): void {
  serveSignIn(app, deps);
  serveSignOut(app, deps);
  const { auth, store } = deps;
  app.get(
    "/v1/session",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["session"],
        summary: "Who is signed in, and with which roles",
        response: { 200: sessionSchema, ...problemAnswers() },
      },
    },
    async (request) => describeSession(store, auth.callerOf(request)),
  );
}

function serveSignIn(app: ApiInstance, deps: SessionRoutes): void {
  const { store, clock, cookie, publicOrigin, guesses } = deps;
  app.post(
    "/v1/session",
    {
      schema: {
        tags: ["session"],
        summary: "Sign a browser in with an API key",
        description:
          "The session is a cookie that scripts cannot read and other sites cannot use. It is accepted wherever a key " +
          "is, for seven days, and ends with its key. Changes by session must come from Earshot's own pages.",
        body: newSession,
        response: { 201: sessionSchema, ...problemAnswers("invalid-fields") },
      },
    },
    async (request, reply) => {
      refuseForeignPage(request, publicOrigin);
      const now = clock();
      const key = await findApiKey(store.db, { key: request.body.key, now });
      if (key === undefined) {
        await guesses.count(request);
        throw unknownKey();
      }
      const expiresAt = new Date(now.getTime() + sessionMs);
      const before = cookie.read(request);
      const session = await inTransaction(store, async (tx) => {
        if (before !== undefined) await endSession(tx, before);
        return createSession(tx, { key, expiresAt, now });
      });
      cookie.write(reply, session);
      const caller = { ...key, sessionEndsAt: session.expiresAt };
      return reply
        .code(201)
        .header("cache-control", "no-store")
        .send(await describeSession(store, caller));
    },
  );
}

/** Needs no key, so that a browser whose session is over can be rid of its cookie. */
function serveSignOut(app: ApiInstance, { store, cookie, publicOrigin }: SessionRoutes): void {
  app.delete(
    "/v1/session",
    {
      schema: {
        tags: ["session"],
        summary: "Sign the browser out",
        response: { 204: noContent, ...problemAnswers() },
      },
    },
    async (request, reply) => {
      refuseForeignPage(request, publicOrigin);
      const token = cookie.read(request);
      if (token !== undefined) await endSession(store.db, token);
      cookie.clear(reply);
      return reply.code(204).send();
    },
  );
}

/** Nobody may sign a visitor of theirs in or out here. */
function refuseForeignPage(request: FastifyRequest, publicOrigin: string): void {
  if (judgeOrigin(request.headers, publicOrigin) !== "foreign") return;
  throw new Problem("forbidden", "Another site's page may not sign anybody in or out here.");
}

function unknownKey(): Problem {
  return new Problem(
    "unauthenticated",
    "This API key is not known, is revoked, or has expired. Check that it was copied whole.",
    { errors: [{ path: "key", message: "give a live API key" }] },
  );
}

async function describeSession({ db }: Store, caller: Caller): Promise<z.output<typeof sessionSchema>> {
  const { id, prefix, roles, publisherId, sessionEndsAt } = caller;
  const publisher = await readPublisher(db, publisherId);
  if (publisher === undefined) throw new Error("a key belongs to no account");
  return {
    publisher: { id: publisher.id, name: publisher.name },
    roles: [...roles],
    key: { id, prefix },
    expiresAt: sessionEndsAt?.toISOString() ?? null,
  };
}
