import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

const publicDir = fileURLToPath(new URL("../../public", import.meta.url));

/** Serves the files of `public/` as they are, each as a route of its own, so that any other path stays a 404 problem. */
export async function servePage(app: FastifyInstance): Promise<void> {
  await app.register(fastifyStatic, {
    root: publicDir,
    wildcard: false,
    // Revalidated by ETag on every load: there are few files, and a new version must not mix with an old one.
    cacheControl: false,
    setHeaders: (reply) => reply.header("cache-control", "no-cache"),
  });
}
