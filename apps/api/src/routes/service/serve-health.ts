import type { FastifyInstance } from "fastify";
import type { ApiMetrics, ReadyReport } from "../../api-deps.ts";

/** What the service routes tell. */
export interface HealthDeps {
  readonly metrics: ApiMetrics;
  readonly ready: () => Promise<ReadyReport>;
  /** Brings gauges up to date; what could not be read keeps its last value, and the scrape succeeds. */
  readonly refresh: () => Promise<void>;
}

/**
 * `/healthz`, `/readyz` and `/metrics`, without a key: load balancers and Prometheus have none. They tell counts and
 * states, never a URL, a host, a publisher or an id, and by default the service listens on loopback only; who exposes
 * it keeps these three paths off the public side of the proxy.
 */
export function serveHealth(app: FastifyInstance, deps: HealthDeps): void {
  app.get("/healthz", { schema: { hide: true } }, async (_request, reply) =>
    reply.header("cache-control", "no-store").send({ status: "ok" }),
  );
  app.get("/readyz", { schema: { hide: true } }, async (_request, reply) => {
    const report = await deps.ready();
    return reply
      .code(report.ready ? 200 : 503)
      .header("cache-control", "no-store")
      .send(report);
  });
  app.get("/metrics", { schema: { hide: true } }, async (request, reply) => {
    await deps
      .refresh()
      .catch((error: unknown) => request.log.warn({ err: error }, "gauges could not be read"));
    return reply
      .type(deps.metrics.contentType)
      .header("cache-control", "no-store")
      .send(await deps.metrics.text());
  });
}
