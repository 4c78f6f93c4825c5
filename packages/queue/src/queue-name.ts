import type { JobName } from "./jobs.ts";

/** Which queue of a kind of job: that of one vantage, whose checkers alone take from it, or the one for everybody. */
export interface QueuePlace {
  readonly vantage: string | null;
}

/** The name of a queue, as the engine knows it. */
export function queueName(name: JobName, place: QueuePlace = { vantage: null }): string {
  return place.vantage === null ? name : `${name}@${place.vantage}`;
}
