import { jobNames, type Queue } from "@earshot/queue";
import { z } from "zod";
import type { Auth } from "../../auth/open-auth.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { problemAnswers } from "../../schemas/answers.ts";

const count = z.int().nonnegative();

const queueItem = z
  .object({
    name: z.string(),
    counts: z.object({ waiting: count, active: count, delayed: count, failed: count }),
    paused: z.boolean(),
    oldestAgeMs: z.number().nullable().meta({
      description: "Age of the job that has been due longest without being started; null when none waits.",
    }),
  })
  .meta({ id: "Queue" });

/** `GET /v1/ops/queues`: every queue as it is now. */
export function showQueues(
  app: ApiInstance,
  deps: { readonly auth: Auth; readonly queue: Pick<Queue, "counts"> },
): void {
  app.get(
    "/v1/ops/queues",
    {
      onRequest: deps.auth.allow("ops"),
      schema: {
        tags: ["ops"],
        summary: "The queues as they are now",
        response: {
          200: z.object({ items: z.array(queueItem), next: z.null() }),
          ...problemAnswers("unavailable"),
        },
      },
    },
    async () => {
      const items = await Promise.all(
        jobNames.map(async (name) => {
          const { waiting, active, delayed, failed, isPaused, oldestAgeMs } = await deps.queue.counts(name);
          return { name, counts: { waiting, active, delayed, failed }, paused: isPaused, oldestAgeMs };
        }),
      );
      return { items, next: null };
    },
  );
}
