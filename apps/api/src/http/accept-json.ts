import type { FastifyInstance } from "fastify";
import { Problem } from "./problem.ts";

/**
 * Reads JSON bodies and no others. An empty body with `content-type: application/json` counts as no body, because many
 * clients send that header with every POST; keys such as `__proto__` are refused, and so is what is not UTF-8 (RFC 8259
 * section 8.1), instead of keeping other characters than were sent.
 */
export function acceptJson(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser("error", "error");
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>("application/json", { parseAs: "buffer" }, (request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    let text: string;
    try {
      text = utf8.decode(body);
    } catch {
      return done(
        new Problem("malformed-request", "The body is not UTF-8, which JSON is written in. Encode it so."),
      );
    }
    parseJson(request, text, (error, value) =>
      error === null ? done(null, value) : done(describeJson(text)),
    );
  });
}

/** Why a text was not taken as JSON: where it is none, or which key is kept out. */
function describeJson(text: string): Problem {
  try {
    JSON.parse(text);
  } catch (error) {
    const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(String(error)) ?? [];
    const place = line === undefined ? "" : ` at line ${line}, column ${column}`;
    return new Problem(
      "malformed-request",
      `The body is not valid JSON${place}. Check quotes, commas and braces.`,
    );
  }
  const path = text.includes("__proto__") ? "__proto__" : "constructor";
  return new Problem("invalid-fields", `${path} in the body will not do; see errors.`, {
    errors: [{ path, message: "no field is called so; leave it out" }],
  });
}
