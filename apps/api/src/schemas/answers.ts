import { type ProblemKind, problemKinds } from "../http/problem.ts";
import { problemSchema } from "./basics.ts";

/** The problem answers of a route, by status: those named, and the ones that every route with a key may give. */
export function problemAnswers(...kinds: readonly ProblemKind[]) {
  return publicAnswers("unauthenticated", "forbidden", ...kinds);
}

/** The problem answers of a route that needs no key. */
export function publicAnswers(...kinds: readonly ProblemKind[]) {
  const all = new Set<ProblemKind>(["too-many-requests", "internal", ...kinds]);
  const byStatus = new Map<number, string[]>();
  for (const kind of all) {
    const { status, title } = problemKinds[kind];
    byStatus.set(status, [...(byStatus.get(status) ?? []), title]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, titles]) => [
      status,
      {
        description: titles.join("; or: "),
        content: { "application/problem+json": { schema: problemSchema } },
      },
    ]),
  );
}
