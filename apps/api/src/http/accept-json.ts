import type { FastifyInstance } from "fastify";

/**
 * Reads JSON bodies and no others. An empty body with `content-type: application/json` counts as no body, because many
 * clients send that header with every POST; keys such as `__proto__` are refused.
 */
export function acceptJson(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body === "") done(null, undefined);
    else parseJson(request, body, done);
  });
}
