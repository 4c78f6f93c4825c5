import type { FastifyReply } from "fastify";
import { type Problem, problemKinds, renderProblem } from "./problem.ts";

/** Answers with a problem as `application/problem+json` (RFC 9457), bypassing the route's own serializer. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const body = renderProblem(problem, reply.request.id);
  return reply
    .code(problemKinds[problem.kind].status)
    .headers(problem.headers)
    .header("cache-control", "no-store")
    .type("application/problem+json; charset=utf-8")
    .serializer((value) => JSON.stringify(value))
    .send(body);
}
