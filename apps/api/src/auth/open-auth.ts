import type { FastifyRequest } from "fastify";
import { Problem } from "../http/problem.ts";
import { readBearerToken } from "./bearer-token.ts";
import type { Caller, Role } from "./caller.ts";
import type { CallerFinder } from "./find-caller.ts";
import { judgeOrigin } from "./judge-origin.ts";
import type { SessionCookie } from "./session-cookie.ts";

/** Knows who makes each request. */
export interface Auth {
  /** An `onRequest` hook for routes that need a key or a session; with roles, one that has one of them. */
  allow(...roles: readonly Role[]): (request: FastifyRequest) => Promise<void>;
  /** Who makes this request; throws when the route has no `allow` hook, which is a mistake of ours. */
  callerOf(request: FastifyRequest): Caller;
  /** As `callerOf`; undefined for a route that needs no key. */
  findCaller(request: FastifyRequest): Caller | undefined;
}

/** What authentication stands on. */
export interface AuthDeps {
  readonly callers: CallerFinder;
  readonly cookie: SessionCookie;
  /** Where pages of ours come from. */
  readonly publicOrigin: string;
  /** Called for each request whose key or session is none; throws when there were too many. */
  readonly onUnknown: (request: FastifyRequest) => Promise<void>;
}

type AllowHook = ReturnType<Auth["allow"]>;

const rolesOfHooks = new WeakMap<object, readonly Role[]>();

/** The roles of which a route's callers need one, any key will do when empty; undefined for a route without `allow`. */
export function rolesOfHook(onRequest: unknown): readonly Role[] | undefined {
  const hooks = [onRequest].flat().filter((hook) => typeof hook === "function");
  return hooks.map((hook) => rolesOfHooks.get(hook)).find((roles) => roles !== undefined);
}

const readingMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** RFC 6750 section 3: what to send, and what was wrong with what was sent. */
function challenge(error?: "invalid_token" | "insufficient_scope") {
  return { "www-authenticate": `Bearer realm="earshot"${error === undefined ? "" : `, error="${error}"`}` };
}

/** Opens authentication. Callers are kept beside their requests, for exactly as long as those live. */
export function openAuth(deps: AuthDeps): Auth {
  const callers = new WeakMap<FastifyRequest, Caller>();
  return {
    allow(...roles) {
      const hook: AllowHook = async (request) => {
        const caller = await authenticate(request, deps);
        requireRole(caller, roles);
        callers.set(request, caller);
      };
      rolesOfHooks.set(hook, roles);
      return hook;
    },
    callerOf(request) {
      const caller = callers.get(request);
      if (caller === undefined)
        throw new Error(`${request.routeOptions.url} asks for its caller without allow()`);
      return caller;
    },
    findCaller: (request) => callers.get(request),
  };
}

/** By the header when there is one, else by the session of the browser. */
async function authenticate(request: FastifyRequest, deps: AuthDeps): Promise<Caller> {
  const bearer = readBearerToken(request.headers.authorization);
  if (bearer.kind === "absent") return authenticateSession(request, deps);
  const caller = bearer.kind === "token" ? await deps.callers.byKey(bearer.token) : undefined;
  if (caller !== undefined) return caller;
  await deps.onUnknown(request);
  throw new Problem(
    "unauthenticated",
    "This API key is not known, is revoked, or has expired. Check that it was copied whole: Authorization: Bearer <key>.",
    { headers: challenge("invalid_token") },
  );
}

async function authenticateSession(request: FastifyRequest, deps: AuthDeps): Promise<Caller> {
  const token = deps.cookie.read(request);
  if (token === undefined) {
    throw new Problem("unauthenticated", "Send your API key in the header: Authorization: Bearer <key>.", {
      headers: challenge(),
    });
  }
  requireOwnPage(request, deps.publicOrigin);
  const caller = await deps.callers.bySession(token);
  if (caller !== undefined) return caller;
  await deps.onUnknown(request);
  throw new Problem("unauthenticated", "This session is over. Sign in again with your API key.", {
    headers: challenge("invalid_token"),
  });
}

/** A browser sends its cookie whoever asks it to, so a write by session must come from a page of ours (OWASP on CSRF). */
function requireOwnPage(request: FastifyRequest, publicOrigin: string): void {
  if (readingMethods.has(request.method) || judgeOrigin(request.headers, publicOrigin) === "own") return;
  throw new Problem(
    "forbidden",
    "A session may change things only from Earshot's own pages. Programs send the API key instead: Authorization: Bearer <key>.",
  );
}

function requireRole(caller: Caller, roles: readonly Role[]): void {
  if (roles.length === 0 || roles.some((role) => caller.roles.includes(role))) return;
  throw new Problem(
    "forbidden",
    `This needs an API key with the role ${roles.join(" or ")}; yours has ${caller.roles.join(", ")}.`,
    { headers: challenge("insufficient_scope") },
  );
}
