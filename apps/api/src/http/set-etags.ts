import { etag } from "etag";
import type { FastifyInstance } from "fastify";
import fresh from "fresh";

/**
 * Gives each answer its ETag, and answers 304 to whoever has it already (RFC 9110 section 13.1.2). An answer that does not
 * say how long it keeps is about something of a caller's: it is for that one alone and asked for anew each time, so that
 * a browser asks with the tag it has.
 */
export function setEtags(app: FastifyInstance): void {
  app.addHook("onSend", async (request, reply, payload) => {
    const isReading = request.method === "GET" || request.method === "HEAD";
    if (!isReading || reply.statusCode !== 200 || typeof payload !== "string") return payload;
    if (!reply.hasHeader("cache-control")) {
      reply.header("cache-control", "private, no-cache");
      reply.header("vary", [reply.getHeader("vary"), "authorization, cookie"].filter(Boolean).join(", "));
    }
    if (String(reply.getHeader("cache-control")).includes("no-store")) return payload;
    const tag = etag(payload);
    reply.header("etag", tag);
    if (!fresh(request.headers, { etag: tag })) return payload;
    reply.code(304).removeHeader("content-type").removeHeader("content-length");
    return "";
  });
}
