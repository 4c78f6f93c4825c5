import fastify, { type FastifyBaseLogger, LogController } from "fastify";
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import type { ApiMetrics } from "../api-deps.ts";
import { acceptJson } from "./accept-json.ts";
import { collectAllowedMethods } from "./allowed-methods.ts";
import type { ApiInstance } from "./api-instance.ts";
import { handleErrors, type SendPage } from "./handle-errors.ts";
import { observeRequests } from "./observe-requests.ts";
import { problemOfError } from "./problem-of-error.ts";
import { readRequestId } from "./request-id.ts";
import { setSecurityHeaders } from "./security-headers.ts";
import { sendProblem } from "./send-problem.ts";

/** Largest request body: a feed's URL and labels need far less. */
const bodyBytesMax = 64 * 1_024;

/** What every route of the server shares. */
export interface ServerDeps {
  readonly log: FastifyBaseLogger;
  readonly metrics: ApiMetrics;
  /** Proxies, as CIDRs or addresses, whose `X-Forwarded-For` is believed. */
  readonly trustProxy?: readonly string[];
  /** Answers a browser at a path that no route knows: a place inside the dashboard. */
  readonly sendPage?: SendPage;
}

/** A server without routes: limits, time-outs, problems, request ids, security headers, validation by zod. */
export function createServer({ log, metrics, trustProxy = [], sendPage }: ServerDeps): ApiInstance {
  const app = fastify({
    loggerInstance: log,
    // observeRequests writes one line per request instead of Fastify's two.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
    requestIdHeader: false,
    genReqId: readRequestId,
    bodyLimit: bodyBytesMax,
    trustProxy: trustProxy.length > 0 && [...trustProxy],
    // From the first byte of a request to its last; a slow loris gets no further.
    requestTimeout: 15_000,
    connectionTimeout: 0,
    keepAliveTimeout: 65_000,
    // Streams of events would otherwise keep the server from closing.
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 128 },
    frameworkErrors: (error, _request, reply) => void sendProblem(reply, problemOfError(error)),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  setSecurityHeaders(app);
  observeRequests(app, metrics);
  acceptJson(app);
  handleErrors(app, collectAllowedMethods(app), sendPage);
  return app;
}
