import { readFile } from "node:fs/promises";
import type { Db } from "@earshot/storage";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import { shareWithAnyOrigin } from "../../http/allow-origins.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { publicAnswers } from "../../schemas/answers.ts";
import { uuidParams } from "../../schemas/basics.ts";
import { publicStatusSchema } from "../../schemas/status-schema.ts";
import { withExample } from "../../schemas/with-example.ts";
import { drawBadge } from "../../status/draw-badge.ts";
import { readStatus } from "../../status/read-status.ts";
import { renderStatusPage } from "../../status/render-status-page.ts";

/** What the public status stands on. */
export interface StatusRoutes {
  readonly db: Db;
  readonly clock: () => Date;
}

const stylesheetPath = "/status/status.css";
const stylesheetFile = new URL("../../../assets/status.css", import.meta.url);

/** `GET /v1/status/:id`, its badge, and the page `/status/:id`: for feeds whose publisher lets anybody see them. */
export function serveStatus(app: ApiInstance, deps: StatusRoutes): void {
  const { db, clock } = deps;
  app.get(
    "/v1/status/:id",
    {
      schema: {
        tags: ["status"],
        summary: "How a feed stands",
        description:
          "Needs no key. Only for feeds with `publicStatus`; the same as a page is at /status/{id}.",
        params: uuidParams,
        response: { 200: publicStatusSchema, ...publicAnswers("not-found") },
      },
    },
    async (request, reply) => {
      share(reply);
      return readStatus(db, request.params.id, clock());
    },
  );
  serveBadge(app, deps);
  servePage(app, deps);
}

function serveBadge(app: ApiInstance, { db, clock }: StatusRoutes): void {
  app.get(
    "/v1/status/:id/badge.svg",
    {
      schema: {
        tags: ["status"],
        summary: "How a feed stands, as an SVG badge",
        description: "Needs no key. Only for feeds with `publicStatus`.",
        params: uuidParams,
        response: {
          200: {
            description: "A badge.",
            content: { "image/svg+xml": { schema: withExample(z.string(), drawBadge("operational")) } },
          },
          ...publicAnswers("not-found"),
        },
      },
    },
    async (request, reply) => {
      const { state } = await readStatus(db, request.params.id, clock());
      const badge = drawBadge(state);
      share(reply).type("image/svg+xml; charset=utf-8");
      return reply.serializer((text) => String(text)).send(badge);
    },
  );
}

function servePage(app: ApiInstance, { db, clock }: StatusRoutes): void {
  app.get("/status/:id", { schema: { hide: true, params: uuidParams } }, async (request, reply) => {
    const page = renderStatusPage(await readStatus(db, request.params.id, clock()), stylesheetPath);
    return reply.header("cache-control", "public, max-age=60").type("text/html; charset=utf-8").send(page);
  });
  app.get(stylesheetPath, { schema: { hide: true } }, async (_request, reply) =>
    reply
      .header("cache-control", "public, max-age=3600")
      .type("text/css; charset=utf-8")
      .send(await readFile(stylesheetFile, "utf8")),
  );
}

/** A minute old is fresh enough, and any page may show it. */
function share(reply: FastifyReply): FastifyReply {
  shareWithAnyOrigin(reply);
  return reply.header("cache-control", "public, max-age=60");
}
