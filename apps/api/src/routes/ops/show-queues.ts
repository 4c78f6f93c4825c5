import { jobNames, type Queue } from "@earshot/queue";
import { type Db, type HostLoad, readHostLoad } from "@earshot/storage";
import type { z } from "zod";
import type { Auth } from "../../auth/open-auth.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { reuseReading } from "../../ops/reuse-reading.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { queuesSchema } from "../../schemas/queue-schema.ts";

/** What the queue page stands on. */
export interface QueueRoutes {
  readonly auth: Auth;
  readonly queue: Pick<Queue, "counts" | "throughput">;
  readonly db: Db;
  readonly clock: () => Date;
}

const hostsMax = 20;
const reuseMs = 5_000;
const minutesMax = 60;

/** `GET /v1/ops/queues`: every queue as it is now, and which hosts hold it up. */
export function showQueues(app: ApiInstance, { auth, queue, db, clock }: QueueRoutes): void {
  const hostLoad = reuseReading(() => readHostLoad(db, { limit: hostsMax, now: clock() }), reuseMs);
  app.get(
    "/v1/ops/queues",
    {
      onRequest: auth.allow("ops"),
      schema: {
        tags: ["ops"],
        summary:
          "The queues as they are now, with the busiest hosts and those behind which enclosures are parked",
        description: `The hosts (${hostsMax} of each at most) are read every ${reuseMs / 1_000} s.`,
        response: { 200: queuesSchema, ...problemAnswers("unavailable") },
      },
    },
    async () => {
      const [items, hosts] = await Promise.all([
        Promise.all(jobNames.map((name) => readQueue(queue, name))),
        hostLoad.read(),
      ]);
      return { items, hosts: renderHostLoad(hosts), next: null };
    },
  );
}

async function readQueue(
  queue: QueueRoutes["queue"],
  name: (typeof jobNames)[number],
): Promise<z.output<typeof queuesSchema>["items"][number]> {
  const [{ waiting, active, delayed, failed, isPaused, oldestAgeMs }, throughput] = await Promise.all([
    queue.counts(name),
    queue.throughput(name),
  ]);
  const completed = throughput.completedByMinute.slice(0, minutesMax);
  const failedByMinute = throughput.failedByMinute.slice(0, minutesMax);
  return {
    ...{ name, counts: { waiting, active, delayed, failed }, paused: isPaused, oldestAgeMs },
    rate: {
      completedPerMinute: completed[0] ?? 0,
      failedPerMinute: failedByMinute[0] ?? 0,
      completedByMinute: completed,
      failedByMinute,
    },
  };
}

function renderHostLoad({ busiest, parked }: HostLoad): z.output<typeof queuesSchema>["hosts"] {
  return {
    busiest: busiest.map(({ id, ...host }) => ({ hostId: String(id), ...host })),
    parked: parked.map(({ id, ...host }) => ({ hostId: String(id), ...host })),
  };
}
