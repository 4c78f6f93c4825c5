import { etag } from "etag";
import type { FastifyRequest } from "fastify";
import { serializerCompiler } from "fastify-type-provider-zod";
import type { z } from "zod";
import { Problem } from "./problem.ts";

/**
 * Refuses a change when what is to be changed is no longer what the caller saw, where it says what it saw
 * (`If-Match`, RFC 9110 section 13.1.1). `read` gives the thing as its route with GET answers it, by `schema`. It must
 * keep others from changing the thing until the change is made (`lockRow`), or two who saw the same both change it.
 */
export async function requireMatch(
  { headers, method, url }: FastifyRequest,
  schema: z.ZodType,
  read: () => Promise<object>,
): Promise<void> {
  const given = headers["if-match"];
  if (given === undefined || given.trim() === "*") return;
  const tag = etag(serializerCompiler({ schema, method, url })(await read()));
  // A proxy that compresses makes a strong tag weak, which leaves it the same thing.
  const known = given.split(",").map((one) => one.trim().replace(/^W\//, ""));
  if (known.includes(tag)) return;
  throw new Problem(
    "precondition-failed",
    "It has changed since you read it. Read it again, and send the ETag of that answer as If-Match.",
  );
}
