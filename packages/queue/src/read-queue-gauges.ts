import { type JobName, jobNames } from "./jobs.ts";
import type { Queue } from "./open-queue.ts";

/** The numbers of one queue, named as the metrics that show them. */
export interface QueueGauges {
  readonly queue: JobName;
  /** For `earshot_queue_jobs{queue,state}`. */
  readonly jobs: Readonly<Record<"waiting" | "active" | "delayed" | "failed", number>>;
  /** For `earshot_queue_oldest_job_age_seconds{queue}`: 0 when nothing waits. */
  readonly oldestJobAgeSeconds: number;
}

/** Reads the gauges of every queue, for an app to put into its registry when it is scraped. */
export async function readQueueGauges(queue: Pick<Queue, "counts">): Promise<readonly QueueGauges[]> {
  return Promise.all(
    jobNames.map(async (name) => {
      const { waiting, active, delayed, failed, oldestAgeMs } = await queue.counts(name);
      return {
        queue: name,
        jobs: { waiting, active, delayed, failed },
        oldestJobAgeSeconds: (oldestAgeMs ?? 0) / 1_000,
      };
    }),
  );
}
