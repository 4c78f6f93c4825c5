import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";

/** Where a build of apps/dashboard lies beside this app. */
export const dashboardDir: string = fileURLToPath(new URL("../../../dashboard/dist", import.meta.url));

const yearMs = 365 * 24 * 60 * 60 * 1_000;

/** Pages must be asked for anew every time, so that they name the newest assets; an ETag makes that cheap. */
const page = { cacheControl: false } as const;

const notBuilt = `The dashboard is not built. Run "npx -y pnpm --filter @earshot/dashboard build" in Earshot's directory and load this page again.
The API works without it: /openapi.json describes it.
`;

/**
 * Serves the built dashboard: its page at `/`, its assets with hashed names, for good. The directory is looked at with
 * each request, so a build while the API runs shows with the next load.
 */
export async function serveDashboard(app: FastifyInstance, dir: string): Promise<void> {
  await app.register(fastifyStatic, { root: dir, serve: false, preCompressed: true, suppressWarning: true });
  const hidden = { schema: { hide: true } };
  app.get("/", hidden, async (_request, reply) => sendPage(reply, dir));
  app.get<{ Params: { "*": string } }>("/assets/*", hidden, async (request, reply) =>
    reply.sendFile(`assets/${request.params["*"]}`, dir, {
      immutable: true,
      maxAge: yearMs,
    }),
  );
  for (const name of ["theme.js", "favicon.svg"]) {
    app.get(`/${name}`, hidden, async (_request, reply) =>
      reply.header("cache-control", "no-cache").sendFile(name, dir, page),
    );
  }
}

/** Sends the page, or a plain sentence that says how to get it. */
export function sendPage(reply: FastifyReply, dir: string): FastifyReply {
  reply.header("cache-control", "no-cache");
  if (existsSync(join(dir, "index.html"))) return reply.sendFile("index.html", dir, page);
  return reply.code(503).type("text/plain; charset=utf-8").send(notBuilt);
}
