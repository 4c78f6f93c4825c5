import type { FastifyInstance, FastifyRequest } from "fastify";
import type { AllowedMethods } from "./allowed-methods.ts";
import { Problem, problemKinds } from "./problem.ts";
import { problemOfError } from "./problem-of-error.ts";
import { sendProblem } from "./send-problem.ts";

/** Makes every failure a problem answer: thrown errors, unknown paths, unknown methods. Our own faults are logged. */
export function handleErrors(app: FastifyInstance, allowedMethods: AllowedMethods): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOfError(error);
    if (problemKinds[problem.kind].status >= 500) request.log.error({ err: error }, "request failed");
    return sendProblem(reply, problem);
  });
  app.setNotFoundHandler((request, reply) => sendProblem(reply, describeUnknown(request, allowedMethods)));
}

function describeUnknown(request: FastifyRequest, allowedMethods: AllowedMethods): Problem {
  const path = request.url.split("?", 1)[0] ?? "/";
  const methods = allowedMethods.at(path);
  if (methods.length === 0) {
    return new Problem("not-found", `No route is called ${path}. All routes are listed at /openapi.json.`);
  }
  const allow = methods.join(", ");
  return new Problem("method-not-allowed", `${path} knows ${allow}, not ${request.method}.`, {
    headers: { allow },
  });
}
