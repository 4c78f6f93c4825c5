import { type ProblemKind, problemKinds } from "../http/problem.ts";
import { problemSchema } from "./basics.ts";

/** The problem answers of a route, by status: those named, and the ones that every route with a key may give. */
export function problemAnswers(...kinds: readonly ProblemKind[]) {
  return publicAnswers("unauthenticated", "forbidden", ...kinds);
}

/** The problem answers of a route that needs no key. */
export function publicAnswers(...kinds: readonly ProblemKind[]) {
  const all = new Set<ProblemKind>(["too-many-requests", "internal", ...kinds]);
  return Object.fromEntries(
    [...Map.groupBy(all, (kind) => problemKinds[kind].status)].map(([status, kinds]) => [
      status,
      {
        description: kinds.map((kind) => problemKinds[kind].title).join("; or: "),
        content: {
          "application/problem+json": {
            schema: problemSchema,
            examples: Object.fromEntries(
              kinds.map((kind) => [kind, { $ref: `#/components/examples/${kind}` }]),
            ),
          },
        },
      },
    ]),
  );
}
