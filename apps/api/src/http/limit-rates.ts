import rateLimit from "@fastify/rate-limit";
import type { FastifyRequest } from "fastify";
import type { Caller } from "../auth/caller.ts";
import type { ApiInstance } from "./api-instance.ts";
import { Problem } from "./problem.ts";

/** Counts requests that bring a key or session that is none, by address. */
export interface GuessLimit {
  /** Throws a Problem when too many came from there. */
  count(request: FastifyRequest): Promise<void>;
}

/** How many requests are served. */
export interface RateLimits {
  /** Requests a minute with one key, in each process of the API; 0 sets no limit. */
  readonly perMinute: number;
  /** Who makes a request; undefined when it needs no key. */
  readonly findCaller: (request: FastifyRequest) => Caller | undefined;
}

const windowMs = 60_000;
const windowSeconds = windowMs / 1_000;
const keysMax = 50_000;
const guessesPerMinuteMax = 60;

/**
 * Limits requests to `/v1/` by key, and those that need none by address, and tells how much is left in `RateLimit-…`
 * headers. Gives the limit on guesses. Must be registered before the routes.
 */
export async function limitRates(
  app: ApiInstance,
  { perMinute, findCaller }: RateLimits,
): Promise<GuessLimit> {
  await app.register(rateLimit, {
    max: perMinute,
    timeWindow: windowMs,
    cache: keysMax,
    enableDraftSpec: true,
    keyGenerator: (request) => findCaller(request)?.id ?? request.ip,
    allowList: ({ url }) => perMinute === 0 || !url.startsWith("/v1/"),
    errorResponseBuilder: () => tooMany(`At most ${perMinute} requests a minute are served for one key.`),
  });
  const limit = app.createRateLimit({
    max: guessesPerMinuteMax,
    timeWindow: windowMs,
    keyGenerator: ({ ip }) => `guess:${ip}`,
    allowList: [],
  });
  return {
    async count(request) {
      const { isExceeded } = { isExceeded: false, ...(await limit(request)) };
      if (isExceeded) throw tooMany("Too many unknown keys came from your address.");
    },
  };
}

function tooMany(reason: string): Problem {
  return new Problem("too-many-requests", `${reason} Wait for the seconds in the header retry-after.`, {
    headers: { "retry-after": String(windowSeconds) },
  });
}
