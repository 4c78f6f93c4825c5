import { etag } from "etag";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import fresh from "fresh";
import { Problem } from "./problem.ts";

/**
 * Gives each answer about something of a caller's its ETag, and answers 304 to whoever has it already (RFC 9110 section
 * 13.1.2). Such answers are for one caller and asked for anew each time, so that a browser asks with the tag it has.
 */
export function setEtags(app: FastifyInstance): void {
  app.addHook("onSend", async (request, reply, payload) => {
    if (request.method !== "GET" || reply.statusCode !== 200 || typeof payload !== "string") return payload;
    if (reply.hasHeader("cache-control")) return payload;
    const tag = etag(payload);
    reply.headers({ etag: tag, "cache-control": "private, no-cache" });
    reply.header("vary", [reply.getHeader("vary"), "authorization, cookie"].filter(Boolean).join(", "));
    if (!fresh(request.headers, { etag: tag })) return payload;
    reply.code(304).removeHeader("content-type").removeHeader("content-length");
    return "";
  });
}

/**
 * Refuses a change when what is to be changed is no longer what the caller saw, where it says what it saw
 * (`If-Match`, RFC 9110 section 13.1.1). `current` is the thing as its route with GET answers it.
 */
export function requireMatch(request: FastifyRequest, reply: FastifyReply, current: object): void {
  const given = request.headers["if-match"];
  if (given === undefined || given.trim() === "*") return;
  const tag = etag(String(reply.serializeInput({ ...current }, "200")));
  // A proxy that compresses makes a strong tag weak, which leaves it the same thing.
  const known = given.split(",").map((one) => one.trim().replace(/^W\//, ""));
  if (known.includes(tag)) return;
  throw new Problem(
    "precondition-failed",
    "It has changed since you read it. Read it again, and send the ETag of that answer as If-Match.",
  );
}
