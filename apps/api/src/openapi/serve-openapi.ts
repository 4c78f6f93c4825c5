import swagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import { rolesOfHook } from "../auth/open-auth.ts";
import { sessionCookieName } from "../auth/session-cookie.ts";
import { problemExamples } from "../schemas/examples/problem-examples.ts";
import { attachExamples } from "./attach-examples.ts";
import { describeShared } from "./describe-shared.ts";
import { describeWebhooks } from "./describe-webhooks.ts";
import { tidyDocument } from "./tidy-document.ts";

const description = `Earshot watches podcasts as a listener's app would: every enclosure, every redirect hop, every
certificate. These pages are at \`/docs\`, the document itself at \`/openapi.json\`. Send the API key as \`Authorization: Bearer <key>\`. Lists give \`{"items": […], "next": …}\`: pass
\`next\` as \`cursor\` for the page after. Errors are RFC 9457 problems that name the field and say what to do.`;

const tags = [
  { name: "session", description: "Sign-in of browsers by an API key." },
  { name: "feeds", description: "Shows that are watched, their episodes' audio, and what probes found." },
  { name: "incidents", description: "What is or was broken, since when, for whom, with evidence." },
  { name: "hosts", description: "Servers on the way to the audio, and when their certificates end." },
  { name: "webhooks", description: "Where notices go, and the log of every delivery." },
  { name: "status", description: "How a feed stands, for anybody, where its publisher wants it." },
  { name: "live", description: "Changes as they happen." },
  { name: "ops", description: "Queues, coverage, publishers and keys." },
  { name: "service", description: "Health, metrics and this document." },
];

/**
 * Serves the OpenAPI 3.1 document at `/openapi.json`, generated from the very schemas that validate requests and
 * serialise answers. Must be registered before the routes it describes.
 */
export async function serveOpenapi(app: FastifyInstance, options: { publicUrl: string }): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Earshot", version: "1", description, license: { name: "MIT", identifier: "MIT" } },
      servers: [{ url: options.publicUrl }],
      tags,
      security: [{ apiKey: [] }, { session: [] }],
      components: {
        examples: problemExamples,
        securitySchemes: {
          apiKey: { type: "http", scheme: "bearer" },
          session: { type: "apiKey", in: "cookie", name: sessionCookieName },
        },
      },
      // The plugin's type is OpenAPI 3.0's, which has no webhooks; the document is 3.1, which does.
      ...({ webhooks: describeWebhooks() } as object),
    },
    transform: (input) => {
      const described = describeShared(input);
      const { schema, url } = jsonSchemaTransform(described);
      const response = attachExamples(described.schema?.response, Object(schema?.["response"]));
      return { schema: { ...schema, response, security: describeSecurity(input.route.onRequest) }, url };
    },
    transformObject: jsonSchemaTransformObject,
  });
  let text: string | undefined;
  app.get("/openapi.json", { schema: { hide: true } }, async (_request, reply) => {
    text ??= JSON.stringify(tidyDocument(app.swagger()));
    return reply.header("cache-control", "no-cache").type("application/json; charset=utf-8").send(text);
  });
}

/** The key or session that a route needs, and the roles of which it must have one (OpenAPI 3.1 section 4.8.30). */
function describeSecurity(onRequest: unknown): readonly Record<string, string[]>[] {
  const roles = rolesOfHook(onRequest);
  return roles === undefined ? [] : [{ apiKey: [...roles] }, { session: [...roles] }];
}
