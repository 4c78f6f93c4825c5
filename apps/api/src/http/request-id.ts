import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

/**
 * The id of a request: the caller's own `x-request-id` when it is short and plain (it ends up in logs), so that a
 * trace can cross services, else a new one.
 */
export function readRequestId(request: Pick<IncomingMessage, "headers">): string {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID();
}
