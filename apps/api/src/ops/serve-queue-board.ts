import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { FastifyAdapter } from "@bull-board/fastify";
import type { Queue } from "@earshot/queue";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Auth } from "../auth/open-auth.ts";
import type { ApiInstance } from "../http/api-instance.ts";
import { problemOfError } from "../http/problem-of-error.ts";
import { sendProblem } from "../http/send-problem.ts";

/** Where Bull Board is served. */
export const boardPath = "/ops/board";

/** Bull Board sets a base for its links and styles some elements in their attributes; scripts stay its own files. */
const boardPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** A font of another origin, which Bull Board's page asks for whatever it is configured to, and the policy refuses. */
const foreignLink = /<link\b[^>]*\shref="https?:[^>]*>/g;

/** Serves Bull Board, for work on single jobs, to sessions and keys with the role ops. */
export async function serveQueueBoard(
  app: ApiInstance,
  deps: { readonly auth: Auth; readonly queue: Pick<Queue, "boardQueues"> },
): Promise<void> {
  const queues = await deps.queue.boardQueues();
  const server = new FastifyAdapter();
  server.setBasePath(boardPath);
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue, { description: "Refilled from the store." })),
    serverAdapter: server,
    options: {
      uiBasePath: dirname(fileURLToPath(import.meta.resolve("@bull-board/ui/package.json"))),
      uiConfig: { boardTitle: "Earshot queues", hideRedisDetails: false },
    },
  });
  await app.register(async (board) => {
    board.addHook("onRequest", guardBoard(deps.auth));
    board.addHook<unknown>("onSend", async (_request, reply, payload) =>
      isPage(reply, payload) ? payload.replaceAll(foreignLink, "") : payload,
    );
    await board.register(server.registerPlugin(), { prefix: boardPath });
  });
}

function isPage(reply: FastifyReply, payload: unknown): payload is string {
  return typeof payload === "string" && String(reply.getHeader("content-type")).startsWith("text/html");
}

/** Answers by itself, since Bull Board's own error handler would hide the reason. */
function guardBoard(auth: Auth) {
  const allow = auth.allow("ops");
  return async (request: FastifyRequest, reply: FastifyReply) => {
    try {
      await allow(request);
      reply.headers({ "content-security-policy": boardPolicy, "cache-control": "no-store" });
    } catch (error) {
      return sendProblem(reply, problemOfError(error));
    }
  };
}
