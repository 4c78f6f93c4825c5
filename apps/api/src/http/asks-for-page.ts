import type { FastifyRequest } from "fastify";

/** First parts of paths that belong to programs: whatever is missing below them is a problem answer, never a page. */
const programPaths: ReadonlySet<string> = new Set([
  "v1",
  "assets",
  "healthz",
  "readyz",
  "metrics",
  "openapi.json",
]);

/** A host's page has its name in the path, whose dots make it no file. */
const namedPath = "hosts";

/**
 * Whether a request that no route knows is a browser's for a place inside the dashboard: the page finds out by itself
 * what to show there.
 */
export function asksForPage({ method, url, headers }: FastifyRequest): boolean {
  const path = url.split("?", 1)[0] ?? "/";
  const parts = path.split("/");
  const wantsPage = headers.accept?.includes("text/html") === true;
  const isFile = parts[1] !== namedPath && parts.at(-1)?.includes(".") === true;
  return (method === "GET" || method === "HEAD") && wantsPage && !isFile && !programPaths.has(parts[1] ?? "");
}
