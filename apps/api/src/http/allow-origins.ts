import cors from "@fastify/cors";
import type { FastifyInstance, FastifyReply } from "fastify";

/** What a page of another origin may read of an answer besides its body. */
const exposedHeaders = [
  "etag",
  "location",
  "retry-after",
  "ratelimit-limit",
  "ratelimit-remaining",
  "ratelimit-reset",
  "idempotent-replayed",
  "x-request-id",
];

/**
 * Lets pages of the operator's origins call the API with a key of their own (WHATWG Fetch, section 3.3). Never with
 * credentials, so that no session of a browser serves another origin; without such origins nothing is said at all, and
 * browsers refuse.
 */
export async function allowOrigins(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  await app.register(cors, {
    origin: [...origins],
    credentials: false,
    methods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    allowedHeaders: [
      "authorization",
      "content-type",
      "idempotency-key",
      "if-match",
      "if-none-match",
      "last-event-id",
    ],
    exposedHeaders,
    maxAge: 600,
  });
}

/** Lets any page show this answer: it is public. */
export function shareWithAnyOrigin(reply: FastifyReply): void {
  reply.headers({ "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" });
}
