import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { tidyDocument } from "./tidy-document.ts";

/** Where the reference of the API is read in a browser. */
const referencePath = "/docs";

/**
 * Serves the document as pages to read and to try requests on, all of it from here: no file of another origin, and no
 * inline script or style, so that the policy of all our answers holds there too. Registered after the document.
 */
export async function serveReference(app: FastifyInstance): Promise<void> {
  await app.register(swaggerUi, {
    routePrefix: referencePath,
    theme: { title: "Earshot: the API" },
    transformSpecification: (document) => ({ ...tidyDocument(document) }),
    uiConfig: {
      // Without the bar on top: its logo has a style of its own, which the policy refuses, and its field asks for other documents.
      layout: "BaseLayout",
      deepLinking: true,
      docExpansion: "list",
      displayRequestDuration: true,
      defaultModelsExpandDepth: 0,
      // It would send the document's address to a service of others.
      validatorUrl: null,
    },
  });
}
