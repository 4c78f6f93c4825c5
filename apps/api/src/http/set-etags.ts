import { etag } from "etag";
import type { FastifyInstance } from "fastify";
import fresh from "fresh";

/**
 * Gives each answer about something of a caller's its ETag, and answers 304 to whoever has it already (RFC 9110 section
 * 13.1.2). Such answers are for one caller and asked for anew each time, so that a browser asks with the tag it has.
 */
export function setEtags(app: FastifyInstance): void {
  app.addHook("onSend", async (request, reply, payload) => {
    const isReading = request.method === "GET" || request.method === "HEAD";
    if (!isReading || reply.statusCode !== 200 || typeof payload !== "string") return payload;
    if (reply.hasHeader("cache-control")) return payload;
    const tag = etag(payload);
    reply.headers({ etag: tag, "cache-control": "private, no-cache" });
    reply.header("vary", [reply.getHeader("vary"), "authorization, cookie"].filter(Boolean).join(", "));
    if (!fresh(request.headers, { etag: tag })) return payload;
    reply.code(304).removeHeader("content-type").removeHeader("content-length");
    return "";
  });
}
