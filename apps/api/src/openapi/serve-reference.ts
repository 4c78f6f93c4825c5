import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { tidyDocument } from "./tidy-document.ts";

/** Where the reference of the API is read in a browser. */
const referencePath = "/docs";

const wordmark = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="110" height="32" role="img" aria-label="Earshot">' +
    '<text y="24" fill="#fff" font-family="sans-serif" font-size="24" font-weight="600">Earshot</text></svg>',
);

/**
 * Serves the document as pages to read and to try requests on, all of it from here: no file of another origin, and no
 * inline script or style, so that the policy of all our answers holds there too. Registered after the document.
 */
export async function serveReference(app: FastifyInstance): Promise<void> {
  await app.register(swaggerUi, {
    routePrefix: referencePath,
    logo: { type: "image/svg+xml", content: wordmark },
    theme: { title: "Earshot: the API" },
    transformSpecification: (document) => ({ ...tidyDocument(document) }),
    uiConfig: {
      deepLinking: true,
      docExpansion: "list",
      displayRequestDuration: true,
      defaultModelsExpandDepth: 0,
      // It would send the document's address to a service of others.
      validatorUrl: null,
    },
  });
}
