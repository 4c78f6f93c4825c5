import { z } from "zod";

const examples = z.registry<{ example: z.$output }>();

/** Gives a schema the example that the OpenAPI document shows of it, held to it by its type. */
export function withExample<S extends z.ZodType>(schema: S, example: z.output<NoInfer<S>>): S {
  // The registry's type cannot follow a schema that is a type parameter.
  examples.add(schema, { example } as Parameters<typeof examples.add<S>>[1]);
  return schema;
}

/** The example of a schema that was given one. @throws when there is none, which is a mistake of ours. */
export function exampleOf<S extends z.ZodType>(schema: S): z.output<S> {
  const known = findExample(schema);
  if (known === undefined)
    throw new Error("a schema that the OpenAPI document shows lacks its example: use withExample");
  return known;
}

/** The example of a schema, or undefined. */
export function findExample<S extends z.ZodType>(schema: S): z.output<S> | undefined {
  return examples.get(schema)?.example as z.output<S> | undefined;
}
