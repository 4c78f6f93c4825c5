import { z } from "zod";
import { idMatchers } from "../http/paging.ts";
import { exampleOf, withExample } from "./with-example.ts";

/** An instant, ISO 8601 UTC. */
export const instant = z.iso
  .datetime("give an instant, ISO 8601 in UTC, such as 2026-11-25T18:00:00Z")
  .meta({ description: "An instant, ISO 8601 in UTC." });

/** An id of a publisher, key, feed, endpoint and the like: a UUID in lower case, opaque to clients. */
export const uuid = z
  .string()
  .regex(idMatchers.uuid, "is not an id that we give out")
  .meta({ description: "An opaque id." });

/** An id of things that are many, such as enclosures: digits, opaque to clients, within a 64-bit number. */
export const rowId = z
  .string()
  .regex(idMatchers.row, "is not an id that we give out")
  .meta({ description: "An opaque id." });

/** The path parameter of a route about one thing with a UUID. */
export const uuidParams = z.object({ id: uuid });

/** The path parameter of a route about one of the many. */
export const rowParams = z.object({ id: rowId });

/** A verdict of DESIGN: `healthy`, `degraded`, `unreachable`, `inconclusive`. */
export const verdict = z.enum(["healthy", "degraded", "unreachable", "inconclusive"]);

/** How a feed stands: the worst of itself and its enclosures. */
export const standing = z.enum(
  ["unreachable", "degraded", "inconclusive", "healthy", "unprobed"],
  "is none of unreachable, degraded, inconclusive, healthy, unprobed",
);

/** How much a fault matters. */
export const severity = z.enum(["outage", "warning", "info"]);

/** What every list takes: how many items, and where to go on. */
export const pageQuery = z.strictObject({
  limit: z.coerce
    .number("limit must be a number from 1 to 200")
    .int("limit must be a whole number from 1 to 200")
    .min(1, "limit must be at least 1")
    .max(200, "limit must be at most 200; follow `next` for more")
    .default(50),
  cursor: z
    .string()
    .min(1, "give the `next` of the page before, or leave cursor out")
    .max(512, "this is not a cursor that we gave out")
    .optional()
    .meta({ description: "The `next` of the page before." }),
});

/** A part of some text that a list is narrowed by. */
export function search(description: string) {
  return z
    .string()
    .min(2, "search needs at least two characters")
    .max(200, "search takes at most 200 characters")
    .optional()
    .meta({ description });
}

/** One page of a list; `next` is the cursor of the page after, or null on the last one. */
export function pageOf<T extends z.ZodType>(item: T) {
  const page = z.object({ items: z.array(item), next: z.string().nullable() });
  // The output of a schema that is a type parameter cannot be followed; its own example holds it.
  return withExample(page, { items: [exampleOf(item)], next: null } as z.output<typeof page>);
}

/** A problem as RFC 9457 has it, with the fields to blame. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })),
    instance: z.string(),
  })
  .meta({ id: "Problem", description: "What went wrong and what to do about it (RFC 9457)." });

/** The answer of a route that has nothing to tell but its status. */
export const noContent = z.undefined().meta({ description: "Done; nothing to tell." });
