import type { FastifyRequest } from "fastify";
import { Problem } from "../http/problem.ts";
import { readBearerToken } from "./bearer-token.ts";
import type { Caller, Role } from "./caller.ts";

/** Knows who makes each request. */
export interface Auth {
  /** An `onRequest` hook for routes that need a key; with roles, a key that has one of them. */
  allow(...roles: readonly Role[]): (request: FastifyRequest) => Promise<void>;
  /** Who makes this request; throws when the route has no `allow` hook, which is a mistake of ours. */
  callerOf(request: FastifyRequest): Caller;
}

/** Looks a key up; undefined when there is none such, or it is revoked or past its time. */
export type FindCaller = (apiKey: string) => Promise<Caller | undefined>;

/** RFC 6750 section 3: what to send, and what was wrong with what was sent. */
function challenge(error?: "invalid_token" | "insufficient_scope") {
  return { "www-authenticate": `Bearer realm="earshot"${error === undefined ? "" : `, error="${error}"`}` };
}

/** Opens authentication. Callers are kept beside their requests, for exactly as long as those live. */
export function openAuth(findCaller: FindCaller): Auth {
  const callers = new WeakMap<FastifyRequest, Caller>();

  async function authenticate(request: FastifyRequest): Promise<Caller> {
    const bearer = readBearerToken(request.headers.authorization);
    if (bearer.kind === "absent") {
      throw new Problem("unauthenticated", "Send your API key in the header: Authorization: Bearer <key>.", {
        headers: challenge(),
      });
    }
    const caller = bearer.kind === "token" ? await findCaller(bearer.token) : undefined;
    if (caller === undefined) {
      throw new Problem(
        "unauthenticated",
        "This API key is not known, is revoked, or has expired. Check that it was copied whole: Authorization: Bearer <key>.",
        { headers: challenge("invalid_token") },
      );
    }
    return caller;
  }

  return {
    allow:
      (...roles) =>
      async (request) => {
        const caller = await authenticate(request);
        if (roles.length > 0 && !roles.some((role) => caller.roles.includes(role))) {
          const wanted = roles.join(" or ");
          throw new Problem(
            "forbidden",
            `This needs an API key with the role ${wanted}; yours has ${caller.roles.join(", ")}.`,
            {
              headers: challenge("insufficient_scope"),
            },
          );
        }
        callers.set(request, caller);
      },
    callerOf(request) {
      const caller = callers.get(request);
      if (caller === undefined)
        throw new Error(`${request.routeOptions.url} asks for its caller without allow()`);
      return caller;
    },
  };
}
