import type { SwaggerTransform } from "@fastify/swagger";
import { z } from "zod";
import { rolesOfHook } from "../auth/open-auth.ts";
import { problemAnswers } from "../schemas/answers.ts";

type TransformInput = Parameters<SwaggerTransform>[0];

const unchanged = z.undefined().meta({ description: "Unchanged since the ETag sent as If-None-Match." });

const ifNoneMatch = z.string().optional().meta({ description: "The ETag of an answer that you have." });

const ifMatch = z
  .string()
  .optional()
  .meta({ description: "The ETag of what you read: the change is refused when it has changed since." });

const idempotencyKey = z
  .string()
  .min(1)
  .max(255)
  .optional()
  .meta({
    description:
      "A key of your choice, such as a UUID. The same request with it within 24 hours gets the first one's answer and " +
      "changes nothing; another request with it is refused.",
  });

/** Adds what the server does alike for many routes: ETags of what is read, idempotency keys of POST. */
export function describeShared(input: TransformInput): TransformInput {
  const { schema, route } = input;
  if (schema === undefined || rolesOfHook(route.onRequest) === undefined) return input;
  const response: Record<string, unknown> = { ...Object(schema.response) };
  const methods = [route.method].flat();
  if (methods.includes("POST")) {
    const answers = {
      ...problemAnswers("conflict", "invalid-fields", "idempotency-key-reused"),
      ...response,
    };
    return describe(input, answers, { "idempotency-key": idempotencyKey });
  }
  if (methods.includes("GET") && response["200"] instanceof z.ZodType) {
    return describe(input, { ...response, 304: unchanged }, { "if-none-match": ifNoneMatch });
  }
  return "412" in response ? describe(input, response, { "if-match": ifMatch }) : input;
}

function describe(input: TransformInput, response: object, headers: z.ZodRawShape): TransformInput {
  return { ...input, schema: { ...input.schema, response, headers: z.object(headers) } };
}
