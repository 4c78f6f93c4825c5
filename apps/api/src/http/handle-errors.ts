import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { AllowedMethods } from "./allowed-methods.ts";
import { asksForPage } from "./asks-for-page.ts";
import { Problem, problemKinds } from "./problem.ts";
import { problemOfError } from "./problem-of-error.ts";
import { sendProblem } from "./send-problem.ts";

/** Answers with the dashboard's page. */
export type SendPage = (reply: FastifyReply) => FastifyReply;

/**
 * Makes every failure a problem answer: thrown errors, unknown paths, unknown methods. Our own faults are logged. A
 * browser at an unknown path gets the dashboard's page instead, where there is one.
 */
export function handleErrors(
  app: FastifyInstance,
  allowedMethods: AllowedMethods,
  sendPage?: SendPage,
): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOfError(error);
    if (problemKinds[problem.kind].status >= 500) request.log.error({ err: error }, "request failed");
    return sendProblem(reply, problem);
  });
  app.setNotFoundHandler((request, reply) =>
    sendPage !== undefined && asksForPage(request)
      ? sendPage(reply)
      : sendProblem(reply, describeUnknown(request, allowedMethods)),
  );
}

function describeUnknown(request: FastifyRequest, allowedMethods: AllowedMethods): Problem {
  const path = request.url.split("?", 1)[0] ?? "/";
  const methods = allowedMethods.at(path);
  if (methods.length === 0 || methods.includes(request.method)) {
    return new Problem("not-found", `No route is called ${path}. All routes are listed at /openapi.json.`);
  }
  const allow = methods.join(", ");
  return new Problem("method-not-allowed", `${path} knows ${allow}, not ${request.method}.`, {
    headers: { allow },
  });
}
