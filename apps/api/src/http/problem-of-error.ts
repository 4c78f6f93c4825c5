import type { FastifyError } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { type FieldError, Problem } from "./problem.ts";

/** The problem to answer with when a request ended in `error`. What is not the caller's doing stays unexplained. */
export function problemOfError(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return describeInvalid(error);
  const { code, statusCode } = readFastifyError(error);
  switch (code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return new Problem("too-large", "The body is larger than this route takes. Send less at a time.");
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return new Problem(
        "unsupported-media-type",
        "Send the body as JSON, with the header content-type: application/json.",
      );
    case "FST_ERR_BAD_URL":
      return new Problem("malformed-request", "The path is not a valid URL path. Percent-encode it.");
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new Problem("malformed-request", "The request could not be read. Check its headers and body.");
  }
  return new Problem(
    "internal",
    "This is our fault, not yours. Try again; if it stays, report the request id in the x-request-id header.",
  );
}

interface Issue {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

interface InvalidRequest {
  readonly validation: readonly Issue[];
  readonly validationContext?: string | undefined;
}

function describeInvalid(error: InvalidRequest): Problem {
  // A path parameter that cannot be an id names nothing, so it is as absent as an id that was never given.
  if (error.validationContext === "params") {
    return new Problem("not-found", "There is nothing with this id: it is not an id that we give out.");
  }
  const place = error.validationContext === "querystring" ? "query" : "body";
  const errors = error.validation.flatMap((issue) => describeIssue(issue, place));
  const names = [...new Set(errors.map(({ path }) => path).filter((path) => path !== ""))];
  if (names.length === 0)
    return new Problem("invalid-fields", "A JSON object is needed as the body.", { errors });
  return new Problem("invalid-fields", `${names.join(", ")} in the ${place} will not do; see errors.`, {
    errors,
  });
}

function describeIssue(issue: Issue, place: string): readonly FieldError[] {
  const path = issue.instancePath.slice(1).replaceAll("/", ".");
  if (issue.keyword === "unrecognized_keys" && Array.isArray(issue.params["keys"])) {
    return issue.params["keys"].map((key) => ({
      path: path === "" ? String(key) : `${path}.${key}`,
      message: `the ${place} has no such field here; check its spelling or leave it out`,
    }));
  }
  return [{ path, message: describeType(issue) ?? issue.message ?? "will not do" }];
}

/** What to give instead, in other words than a schema's. */
const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  array: "a list",
  object: "an object",
  boolean: "true or false",
  number: "a number",
  int: "a whole number",
};

/** What should be there, where the schema itself has no words for it. */
function describeType({ keyword, message, params }: Issue): string | undefined {
  if (keyword !== "invalid_type" || message?.startsWith("Invalid input") !== true) return undefined;
  const kind = kinds[String(params["expected"])];
  return kind && `give ${kind}`;
}

function readFastifyError(error: unknown): Partial<Pick<FastifyError, "code" | "statusCode">> {
  if (!(error instanceof Error)) return {};
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const statusCode =
    "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : undefined;
  return { ...(code !== undefined && { code }), ...(statusCode !== undefined && { statusCode }) };
}
