import { createHash } from "node:crypto";
import {
  beginIdempotentRequest,
  type Db,
  endIdempotentRequest,
  type IdempotentRequest,
  type SecretBox,
} from "@earshot/storage";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Caller } from "../auth/caller.ts";
import { Problem } from "./problem.ts";

/** What idempotency keys stand on. */
export interface KeptAnswers {
  readonly db: Db;
  /** Seals answers, which may hold what is shown only once. */
  readonly box: SecretBox;
  readonly clock: () => Date;
  readonly findCaller: (request: FastifyRequest) => Caller | undefined;
}

/** The header by which a client says that a write is the same write (IETF draft-ietf-httpapi-idempotency-key-header). */
export const idempotencyHeader = "idempotency-key";

const keptHeaders = ["content-type", "location"] as const;
const answerSchema = z.object({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});

/**
 * Makes every POST with a key repeatable: a second one with the same `Idempotency-Key` within 24 hours gets the answer
 * of the first, and changes nothing. What failed changed nothing and is not kept. Must be called before the routes.
 */
export function keepAnswers(app: FastifyInstance, deps: KeptAnswers): void {
  const begun = new WeakMap<FastifyRequest, IdempotentRequest>();
  app.addHook("preHandler", async (request, reply) => {
    const write = readWrite(request, deps);
    if (write === undefined) return;
    const { db, box, clock } = deps;
    const requestHash = hashRequest(request);
    const start = await beginIdempotentRequest(db, box, { ...write, requestHash, now: clock() });
    if (start.kind === "new") begun.set(request, write);
    else if (start.kind === "answered") return replay(reply, start.answer);
    else throw start.kind === "running" ? stillRunning() : anotherRequest();
  });
  app.addHook("onSend", async (request, reply, payload) => {
    const write = begun.get(request);
    if (write === undefined) return payload;
    begun.delete(request);
    const isDone = reply.statusCode >= 200 && reply.statusCode < 300;
    await endIdempotentRequest(deps.db, deps.box, {
      ...write,
      answer: isDone ? recordAnswer(reply, typeof payload === "string" ? payload : "") : null,
    });
    return payload;
  });
}

function readWrite(request: FastifyRequest, deps: KeptAnswers): IdempotentRequest | undefined {
  const key = request.headers[idempotencyHeader];
  const caller = deps.findCaller(request);
  if (request.method !== "POST" || key === undefined || caller === undefined) return undefined;
  if (typeof key !== "string" || !/^[\x21-\x7e]{1,255}$/.test(key)) {
    const message = "give 1 to 255 printable characters without spaces, such as a UUID";
    throw new Problem("invalid-fields", "The header Idempotency-Key will not do.", {
      errors: [{ path: idempotencyHeader, message }],
    });
  }
  return { publisherId: caller.publisherId, key };
}

/** What makes a write the same one: its method, its path with the query, and its body. */
function hashRequest({ method, url, body }: FastifyRequest): Buffer {
  const text = JSON.stringify([method, url, body ?? null]);
  return createHash("sha256").update(text).digest();
}

function recordAnswer(reply: FastifyReply, body: string): string {
  const headers = keptHeaders.flatMap((name) => {
    const value = reply.getHeader(name);
    return value === undefined ? [] : [[name, String(value)] as const];
  });
  return JSON.stringify({ status: reply.statusCode, headers: Object.fromEntries(headers), body });
}

function replay(reply: FastifyReply, answer: string): FastifyReply {
  const { status, headers, body } = answerSchema.parse(JSON.parse(answer));
  return reply
    .code(status)
    .headers({ ...headers, "idempotent-replayed": "true" })
    .serializer((text) => String(text))
    .send(body);
}

function stillRunning(): Problem {
  return new Problem(
    "conflict",
    "The first request with this Idempotency-Key is not answered yet. Ask again in a moment.",
    { headers: { "retry-after": "1" } },
  );
}

function anotherRequest(): Problem {
  return new Problem(
    "idempotency-key-reused",
    "This Idempotency-Key belongs to another request of the last 24 hours. Take a new key for each new write.",
  );
}
