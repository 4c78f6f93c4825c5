import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ApiMetrics } from "../api-deps.ts";

/** Paths that machines ask for all the time: logged only at debug. */
const quietPaths: ReadonlySet<string> = new Set(["/healthz", "/readyz", "/metrics"]);

/** Gives each answer its request id, and each request one log line and one measurement. */
export function observeRequests(app: FastifyInstance, metrics: ApiMetrics): void {
  const duration = metrics.histogram({
    name: "earshot_api_request_duration_seconds",
    help: "Time from the arrival of a request to the end of its answer.",
    // The route's pattern, never the path: the number of label values must not grow with ids.
    labelNames: ["method", "route", "status"],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  });
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id);
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "unknown";
    const labels = { method: request.method, route, status: String(reply.statusCode) };
    if (route !== "/v1/events") duration.observe(labels, reply.elapsedTime / 1_000);
    logAnswer(request, reply, route);
  });
}

function logAnswer(request: FastifyRequest, reply: FastifyReply, route: string): void {
  const line = {
    method: request.method,
    route,
    // Without the query: a search may hold a listener's or a publisher's data.
    path: request.url.split("?", 1)[0],
    address: request.ip,
    status: reply.statusCode,
    durationMs: Math.round(reply.elapsedTime * 10) / 10,
  };
  request.log[quietPaths.has(route) ? "debug" : "info"](line, "answered");
}
