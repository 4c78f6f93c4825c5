import { z } from "zod";
import { findExample } from "../schemas/with-example.ts";

/** One media type of an answer, as a route declares it, with examples of its own where the schema's do not tell enough. */
interface DeclaredMedia {
  readonly schema: z.ZodType;
  readonly examples?: Readonly<Record<string, { readonly $ref: string }>>;
}

/** What is said of answers whose schemas say nothing of themselves. */
const descriptions: ReadonlyMap<string, string> = new Map([
  ["200", "What was asked for."],
  ["201", "Made."],
  ["202", "Begun; the answer does not wait for it."],
]);

type Described = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Puts the examples of the schemas that a route declares for its answers beside what the generator made of them.
 * `declared` and `described` are the same answers by status, before and after.
 */
export function attachExamples(declared: unknown, described: Described): Described {
  const schemas = new Map(Object.entries(Object(declared)));
  return Object.fromEntries(
    Object.entries(described).map(([status, answer]) => [
      status,
      withExamples(status, schemas.get(status), answer),
    ]),
  );
}

function withExamples(status: string, declared: unknown, answer: Described[string]): Described[string] {
  if (declared instanceof z.ZodType) {
    const example = findExample(declared);
    if (example === undefined) return answer;
    const { description = descriptions.get(status) } = answer;
    return { description, content: { "application/json": { schema: answer, example } } };
  }
  const media = new Map(Object.entries(Object(declared)["content"] as Record<string, DeclaredMedia>));
  const content = Object.entries(Object(answer["content"])).map(([type, one]) => [
    type,
    { ...Object(one), ...examplesOf(media.get(type)) },
  ]);
  return { ...answer, content: Object.fromEntries(content) };
}

function examplesOf(media: DeclaredMedia | undefined): object {
  if (media?.examples !== undefined) return { examples: media.examples };
  const example = media && findExample(media.schema);
  return example === undefined ? {} : { example };
}
