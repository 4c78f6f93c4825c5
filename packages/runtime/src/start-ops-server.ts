import { once } from "node:events";
import { createServer, type RequestListener, type ServerResponse } from "node:http";
import type { ReadyReport } from "./check-ready.ts";
import type { Metrics } from "./create-metrics.ts";
import { buildListenError } from "./describe-listen-error.ts";

/** What the ops endpoints tell, and where. */
export interface OpsServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly metrics: Metrics;
  /** Whether the process can do its work: its stores answer, its workers poll. */
  readonly ready: () => Promise<ReadyReport>;
  /** Whether the process is alive; false asks to be restarted. */
  readonly alive: () => boolean;
}

/** A listening ops server. */
export interface OpsServer {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves `/healthz` (200 or 503), `/readyz` (200 or 503 with a report) and `/metrics` for a service without an API.
 * @throws StartError when the port is taken or not allowed.
 */
export async function startOpsServer(options: OpsServerOptions): Promise<OpsServer> {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 }, answerWith(options));
  server.listen(options.port, options.host);
  try {
    await once(server, "listening");
  } catch (error) {
    throw buildListenError(error, options);
  }
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : options.port;
  return {
    port,
    url: `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${port}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function answerWith(options: OpsServerOptions): RequestListener {
  const routes: Record<string, (response: ServerResponse) => Promise<void> | void> = {
    "/healthz": (response) => {
      const isAlive = options.alive();
      sendJson(response, isAlive ? 200 : 503, { status: isAlive ? "ok" : "failing" });
    },
    "/readyz": async (response) => {
      const report = await options.ready();
      sendJson(response, report.ready ? 200 : 503, report);
    },
    "/metrics": async (response) => {
      const text = await options.metrics.text();
      response.writeHead(200, { "content-type": options.metrics.contentType }).end(text);
    },
  };
  return async (request, response) => {
    const [path = ""] = (request.url ?? "").split("?");
    const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
    if (route === undefined) return sendJson(response, 404, { status: "not found" });
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("allow", "GET, HEAD");
      return sendJson(response, 405, { status: "method not allowed" });
    }
    try {
      await route(response);
    } catch (error) {
      sendJson(response, 500, { status: error instanceof Error ? error.message : String(error) });
    }
  };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(`${JSON.stringify(body)}\n`);
}
